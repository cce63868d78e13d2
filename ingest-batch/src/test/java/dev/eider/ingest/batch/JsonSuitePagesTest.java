package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.FieldPath;
import dev.eider.contract.RawRecord;
import dev.eider.contract.RecordValidator;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.contract.Source;
import dev.eider.contract.Validators;
import dev.eider.contract.Verdict;
import dev.eider.zones.Manifest;
import dev.eider.zones.PageEnvelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JSON parsing test suite, each file as the body of a page, and as a record among good ones. */
final class JsonSuitePagesTest extends AgainstSandbox {
    /** What JSON that is right may be refused for: it is not shaped like records. */
    private static final Set<RejectionCode> SHAPE = EnumSet.of(
            RejectionCode.NOT_AN_OBJECT, RejectionCode.NO_RECORDS, RejectionCode.DUPLICATE_KEY, RejectionCode.TOO_DEEP);

    private record Window(byte[] buffer, int offset, int length, long ordinal) implements RawRecord {}

    @BeforeEach
    void setUp() {
        bench.retry = new Connection.Retry(1, Duration.ofSeconds(30));
        bench.onBadPage = Source.OnBadPage.SKIP;
    }

    @Test
    void refusesMalformedBodiesOrTheirRecordsAndReadsAllOthers() throws Exception {
        bench.dataSelector = FieldPath.of();
        Map<String, List<RejectionCode>> judged = judge("", "", "[]");

        judged.forEach((name, codes) -> {
            if (name.startsWith("n_")) {
                assertThat(codes).as(name).isNotEmpty().doesNotContainNull();
            } else if (name.startsWith("y_")) {
                assertThat(codes).as(name).allMatch(code -> code == null || SHAPE.contains(code));
            }
        });
    }

    @Test
    void rejectsAMalformedRecordAmongGoodOnesOrTheirPage() throws Exception {
        Map<String, List<RejectionCode>> judged = judge("{\"data\":[{\"a\":1},", ",{\"a\":2}]}", "{\"data\":[]}");

        judged.forEach((name, codes) -> {
            boolean isWhole = codes.size() >= 3 && codes.get(0) == null && codes.get(codes.size() - 1) == null;
            boolean isRefused = codes.size() == 1 && codes.get(0) != null;
            assertThat(isWhole || isRefused).as("%s: %s", name, codes).isTrue();
            if (name.startsWith("n_")) {
                assertThat(codes)
                        .as(name)
                        .anyMatch(code -> code == RejectionCode.MALFORMED_JSON || code == RejectionCode.TOO_DEEP);
            } else if (name.startsWith("y_")) {
                assertThat(codes).as(name).hasSize(3).allMatch(code -> code == null || SHAPE.contains(code));
            }
        });
    }

    /** Why each file's page, or else its records, are refused; null for each record that is clean. */
    private Map<String, List<RejectionCode>> judge(String before, String after, String lastPage) throws Exception {
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(300);
        List<byte[]> bodies = new ArrayList<>();
        for (Path file : files) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(before.getBytes(StandardCharsets.US_ASCII));
            body.write(Files.readAllBytes(file));
            body.write(after.getBytes(StandardCharsets.US_ASCII));
            bodies.add(body.toByteArray());
        }
        bodies.add(lastPage.getBytes(StandardCharsets.US_ASCII));
        server.servePages("/payments", bodies, "application/json");

        Manifest manifest = bench.run().manifest();

        List<PageEnvelope> pages = bench.pages(manifest);
        assertThat(pages).hasSize(files.size() + 1);
        Iterator<byte[]> records = bench.recordBytes(manifest).iterator();
        RecordValidator validator = Validators.of(bench.contract(), Optional.empty(), bench.limits);
        Map<String, List<RejectionCode>> judged = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).getFileName().toString();
            judged.put(name, codes(pages.get(i), records, validator));
        }
        assertThat(records).isExhausted();
        return judged;
    }

    private static List<RejectionCode> codes(PageEnvelope page, Iterator<byte[]> records, RecordValidator validator) {
        if (page.content() instanceof PageEnvelope.Refused refused) {
            return List.of(refused.code());
        }
        List<RejectionCode> codes = new ArrayList<>();
        for (long i = 0; i < ((PageEnvelope.Records) page.content()).records(); i++) {
            byte[] record = records.next();
            Verdict verdict = validator.judge(new Window(record, 0, record.length, 0));
            codes.add(
                    verdict instanceof Verdict.Rejected rejected
                            ? rejected.reasons().get(0).code()
                            : null);
        }
        return codes;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("jsontestsuite", "test_parsing"))) {
            return files.sorted().toList();
        }
    }
}
