package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.Limits;
import dev.eider.contract.Place;
import dev.eider.contract.Reason;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.BatchId;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Buckets;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Hashing;
import dev.eider.zones.Manifest;
import dev.eider.zones.Manifests;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.PageEnvelope;
import dev.eider.zones.PageReader;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import dev.eider.zones.ZoneLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's poison for parsers, through the whole program: as bodies, as records among good ones, as values. */
@Tag("slow")
class HostileTextTest {
    /** What text that is JSON may be refused for. */
    private static final Set<RejectionCode> SHAPE = Set.of(
            RejectionCode.NOT_AN_OBJECT, RejectionCode.NO_RECORDS, RejectionCode.DUPLICATE_KEY, RejectionCode.TOO_DEEP);

    private static final Set<RejectionCode> MALFORMED = Set.of(RejectionCode.MALFORMED_JSON, RejectionCode.TOO_DEEP);
    private static final LocalDate DAY = LocalDate.of(2025, 2, 1);

    @TempDir
    Path folder;

    @Test
    void bodiesOfThePages() throws Exception {
        List<Path> files = suite();
        List<byte[]> bodies = new ArrayList<>();
        for (Path file : files) {
            bodies.add(Files.readAllBytes(file));
        }
        bodies.add("[{\"good\":1}]".getBytes(StandardCharsets.US_ASCII));
        Trial texts = Trial.of("texts", folder);
        try (SandboxServer server = SandboxServer.start(SandboxConfig.defaults())) {
            server.servePages("/texts", bodies, "application/json");
            Trial.Answer run = texts.reading(server.baseUrl()).run("run", "--dataset", "text");
            assertThat(run.status()).as(run.all()).isZero();
        }

        List<PageEnvelope> pages = pages(texts);
        assertThat(pages).hasSize(files.size() + 1);
        Map<Long, Reason> rejected = reasons(texts);
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).getFileName().toString();
            List<Optional<RejectionCode>> codes = codes(pages.get(i), rejected);
            if (name.startsWith("n_")) {
                assertThat(codes)
                        .as(name)
                        .allMatch(Optional::isPresent)
                        .anyMatch(code -> code.filter(MALFORMED::contains).isPresent());
            } else if (name.startsWith("y_")) {
                assertThat(codes).as(name).allMatch(code -> code.isEmpty() || SHAPE.contains(code.get()));
            }
        }
        assertThat(texts.clean("text", "SELECT good FROM clean WHERE good IS NOT NULL"))
                .containsExactly("1");
    }

    private static List<Optional<RejectionCode>> codes(PageEnvelope page, Map<Long, Reason> rejected) {
        if (page.content() instanceof PageEnvelope.Refused refused) {
            return List.of(Optional.of(refused.code()));
        }
        PageEnvelope.Records records = (PageEnvelope.Records) page.content();
        List<Optional<RejectionCode>> codes = new ArrayList<>();
        for (int i = 0; i < records.records(); i++) {
            Reason reason = rejected.get(records.first().orElseThrow().record() + i);
            codes.add(Optional.ofNullable(reason).map(Reason::code));
        }
        return codes;
    }

    @Test
    void recordsAmongGoodOnes() throws Exception {
        Trial texts = Trial.of("texts", folder);
        List<Path> files = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (Path file : suite()) {
            byte[] text = withoutLastLineFeed(Files.readAllBytes(file));
            if (new String(text, StandardCharsets.ISO_8859_1).indexOf('\n') < 0) {
                writeGood(part, files.size());
                part.write(text);
                part.write('\n');
                files.add(file);
            }
        }
        writeGood(part, files.size());
        commitRaw(texts, part.toByteArray(), 2L * files.size() + 1);

        Trial.Answer stage = texts.run("stage", "--dataset", "text");

        assertThat(stage.status()).as(stage.all()).isZero();
        assertThat(files).hasSizeGreaterThan(250);
        Map<Long, Reason> rejected = reasons(texts);
        for (int i = 0; i < files.size(); i++) {
            judged(files.get(i).getFileName().toString(), Optional.ofNullable(rejected.get(2L * i + 1)));
        }
        assertThat(texts.clean("text", "SELECT count(good), count(DISTINCT good), max(good) FROM clean"))
                .containsExactly((files.size() + 1) + "|" + (files.size() + 1) + "|" + files.size());
        assertThat(texts.clean("text", "SELECT count(*) FROM clean"))
                .containsExactly(Integer.toString(2 * files.size() + 1 - rejected.size()));
    }

    private static void judged(String name, Optional<Reason> reason) {
        if (name.startsWith("n_")) {
            assertThat(reason).as(name).hasValueSatisfying(why -> {
                assertThat(why.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
                assertThat(why.message()).containsPattern("at byte \\d+");
            });
        } else if (name.startsWith("y_")) {
            assertThat(reason)
                    .as(name)
                    .matches(why -> why.isEmpty() || SHAPE.contains(why.get().code()));
        }
    }

    private static void writeGood(ByteArrayOutputStream part, int number) throws IOException {
        part.write(("{\"good\":" + number + "}\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] withoutLastLineFeed(byte[] text) {
        return text.length > 0 && text[text.length - 1] == '\n' ? java.util.Arrays.copyOf(text, text.length - 1) : text;
    }

    private static void commitRaw(Trial texts, byte[] part, long records) throws Exception {
        Bucket bucket = Buckets.folder(texts.data());
        Revision raw = Revision.raw(new BatchId(texts.contract("text").dataset(), DAY.toString()), 1);
        ObjectKey key = ZoneLayout.rawRecords(raw, DAY, "byhand01", 0);
        bucket.createIfAbsent(key, Body.of(part)).orElseThrow();
        Instant start = Instant.parse(DAY + "T00:00:00Z");
        new BucketLedger(bucket, Clock.systemUTC())
                .commit(
                        Manifests.raw(
                                raw,
                                start,
                                start.plus(1, ChronoUnit.DAYS),
                                List.of(new StoredFile(
                                        StoredFile.Role.RECORDS, key, records, part.length, Hashing.sha256(part))),
                                texts.contract("text").fingerprint(),
                                start,
                                Optional.empty()),
                        Clock.systemUTC().instant());
    }

    @Test
    void naughtyStringsAsValues() throws Exception {
        List<String> strings = new ArrayList<>();
        for (JsonNode string : new ObjectMapper()
                .readTree(SharedData.path("naughty-strings", "blns.json").toFile())) {
            strings.add(string.textValue());
        }
        assertThat(strings).hasSizeGreaterThan(500);
        ObjectMapper plain = new ObjectMapper();
        ObjectMapper escaped = new ObjectMapper(
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());
        List<String> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < strings.size(); i++) {
            records.add("{\"saying_id\":" + i + ",\"said_on\":\"2025-01-06\",\"words\":"
                    + plain.writeValueAsString(strings.get(i)) + ",\"words_again\":"
                    + escaped.writeValueAsString(strings.get(i)) + "}");
            String hex = HexFormat.of().withUpperCase().formatHex(strings.get(i).getBytes(StandardCharsets.UTF_8));
            expected.add(i + "|" + hex + "|" + hex);
        }
        String body = "{\"data\":[" + String.join(",", records) + "]}";
        Trial texts = Trial.of("texts", folder);
        try (SandboxServer server = SandboxServer.start(SandboxConfig.defaults())) {
            server.servePage("/sayings", body.getBytes(StandardCharsets.UTF_8), "application/json");
            Trial.Answer run = texts.reading(server.baseUrl()).run("run", "--dataset", "saying");
            assertThat(run.status()).as(run.all()).isZero();
        }

        assertThat(texts.published(
                        "SELECT saying_id, hex(encode(words)), hex(encode(words_again)) FROM saying_fact ORDER BY 1"))
                .isEqualTo(expected);
        assertThat(texts.errors("saying")).isEmpty();
    }

    private static List<Path> suite() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("jsontestsuite", "test_parsing"))) {
            return files.sorted().toList();
        }
    }

    private static List<PageEnvelope> pages(Trial texts) throws Exception {
        Bucket bucket = Buckets.folder(texts.data());
        BucketLedger ledger = new BucketLedger(bucket, Clock.systemUTC());
        Manifest raw = ledger.open(
                ledger.current(texts.contract("text").dataset(), StageName.RAW).get(0));
        List<PageEnvelope> pages = new ArrayList<>();
        try (PageReader reader = PageReader.open(bucket, raw.outputs(StoredFile.Role.PAGES), Limits.defaults())) {
            for (Optional<PageEnvelope> page = reader.next(); page.isPresent(); page = reader.next()) {
                pages.add(page.get());
            }
        }
        return pages;
    }

    /** The one reason against each rejected record, by its number in the one part. */
    private static Map<Long, Reason> reasons(Trial texts) throws Exception {
        Map<Long, Reason> reasons = new HashMap<>();
        for (ErrorRecord error : texts.errors("text")) {
            assertThat(error.reasons()).hasSize(1);
            Place.Stored place = error.place();
            assertThat(place.part()).isZero();
            assertThat(reasons.put(place.record(), error.reasons().get(0))).isNull();
        }
        return reasons;
    }
}
