package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Paginator;
import dev.eider.contract.RawRecord;
import dev.eider.contract.Reason;
import dev.eider.contract.RecordValidator;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.contract.Source;
import dev.eider.contract.Validators;
import dev.eider.contract.Verdict;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.Books;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON parsing test suite, each file as the body of a page, and as a record among good ones. */
final class JsonSuitePagesTest {
    /** What JSON that is right may be refused for: it is not shaped like records. */
    private static final Set<RejectionCode> SHAPE = EnumSet.of(
            RejectionCode.NOT_AN_OBJECT, RejectionCode.NO_RECORDS, RejectionCode.DUPLICATE_KEY, RejectionCode.TOO_DEEP);

    @TempDir
    Path scratch;

    private Bench bench;
    private BatchIngest ingest;
    private SandboxServer server;

    private record Window(byte[] buffer, int offset, int length, long ordinal) implements RawRecord {}

    @BeforeEach
    void setUp() throws IOException {
        server =
                SandboxServer.start(SandboxConfig.builder().accounts(10).days(1).build());
        reset();
        ingest = bench.ingest();
    }

    private void reset() {
        bench = new Bench(scratch);
        bench.baseUrl = server.baseUrl();
        bench.paginator = new Paginator.SinglePage();
        bench.retry = new Connection.Retry(1, Duration.ofSeconds(30));
        bench.onBadPage = Source.OnBadPage.SKIP;
    }

    @AfterEach
    void tearDown() {
        server.close();
    }

    @Test
    void refusesMalformedBodiesOrTheirRecordsAndReadsAllOthers() throws Exception {
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(300);
        for (Path file : files) {
            reset();
            bench.dataSelector = FieldPath.of();

            List<RejectionCode> codes = codesOf(Files.readAllBytes(file));

            String name = file.getFileName().toString();
            if (name.startsWith("n_")) {
                assertThat(codes).as(name).isNotEmpty().doesNotContainNull();
            } else if (name.startsWith("y_")) {
                assertThat(codes).as(name).allMatch(code -> code == null || SHAPE.contains(code));
            }
        }
    }

    @Test
    void rejectsAMalformedRecordAmongGoodOnesOrTheirPage() throws Exception {
        for (Path file : files()) {
            reset();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write("{\"data\":[{\"a\":1},".getBytes(StandardCharsets.US_ASCII));
            body.write(Files.readAllBytes(file));
            body.write(",{\"a\":2}]}".getBytes(StandardCharsets.US_ASCII));

            List<RejectionCode> codes = codesOf(body.toByteArray());

            String name = file.getFileName().toString();
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
        }
    }

    /** Why the page, or else its records, are refused; null for each record that is clean. */
    private List<RejectionCode> codesOf(byte[] body) throws Exception {
        server.servePage("/payments", body, "application/json");
        Manifest manifest;
        try {
            manifest = ingest.run(bench.due().get(0), bench.context()).manifest();
        } catch (EiderException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_PAGE);
            throw e;
        }
        PageEnvelope page = bench.pages(manifest).get(0);
        if (page.content() instanceof PageEnvelope.Refused refused) {
            assertThat(manifest.books()).isEqualTo(new Books(1, 0, 1, 0, 0, 0));
            return List.of(refused.code());
        }
        return verdicts(manifest);
    }

    private List<RejectionCode> verdicts(Manifest manifest) throws Exception {
        RecordValidator validator = Validators.of(bench.contract(), Optional.empty(), bench.limits);
        List<RejectionCode> codes = new ArrayList<>();
        for (byte[] record : bench.recordBytes(manifest)) {
            Verdict verdict = validator.judge(new Window(record, 0, record.length, 0));
            codes.add(
                    verdict instanceof Verdict.Rejected rejected
                            ? rejected.reasons().stream()
                                    .map(Reason::code)
                                    .findFirst()
                                    .orElseThrow()
                            : null);
        }
        assertThat(manifest.books().clean()).isEqualTo(codes.size());
        return codes;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("jsontestsuite", "test_parsing"))) {
            return files.sorted().toList();
        }
    }
}
