package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Paginator;
import dev.eider.contract.Secret;
import dev.eider.sandbox.Fault;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.Books;
import dev.eider.zones.Manifest;
import dev.eider.zones.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the sandbox bank, in good weather and in bad. */
final class SandboxIngestTest {
    private static final Instant DAY = Instant.parse("2025-01-06T00:00:00Z");

    @TempDir
    Path scratch;

    private Bench bench;

    @BeforeEach
    void setUp() {
        bench = new Bench(scratch).daily();
        bench.path = "/transactions";
        bench.totalPath = Optional.of(FieldPath.of("meta", "total"));
    }

    static List<Paginator> paginators() {
        return List.of(
                new Paginator.HeaderLink(1_000),
                new Paginator.Cursor(FieldPath.of("meta", "next_cursor"), "cursor", 1_000),
                new Paginator.PageNumber("page", 1, 1_000));
    }

    @ParameterizedTest
    @MethodSource("paginators")
    void readsAnIntervalToItsEnd(Paginator paginator) throws Exception {
        bench.paginator = paginator;
        try (SandboxServer server = SandboxServer.start(bank().build())) {
            bench.baseUrl = server.baseUrl();
            long expected = server.expected(DAY, DAY.plus(Duration.ofDays(1))).read();

            Ingested ingested = bench.run();

            assertThat(ingested.outcome()).isEqualTo(Ingested.Outcome.DONE);
            assertThat(ingested.manifest().books()).isEqualTo(new Books(expected, expected, 0, 0, 0, 0));
            assertThat(ingested.statedTotal()).isEqualTo(OptionalLong.of(expected));
            assertThat(ingested.warnings()).isEmpty();
            assertThat(bench.records(ingested.manifest()))
                    .hasSize((int) expected)
                    .allMatch(record -> record.startsWith("{") && record.endsWith("}"))
                    .doesNotHaveDuplicates();
            assertThat(bench.due()).extracting(Object::toString).containsExactly("ingest payment 2025-01-07, raw 0001");
        }
    }

    @ParameterizedTest
    @MethodSource("paginators")
    void readsTheSameThroughEveryFault(Paginator paginator) throws Exception {
        bench.paginator = paginator;
        bench.auth = new Connection.Auth.Bearer(new Secret("s3cret-t0ken"));
        bench.timeout = Duration.ofSeconds(2);
        Manifest undisturbed;
        try (SandboxServer server =
                SandboxServer.start(bank().token("s3cret-t0ken").dirty(0.05).build())) {
            bench.baseUrl = server.baseUrl();
            undisturbed = bench.run().manifest();
        }
        Bench stormy = new Bench(scratch).daily();
        stormy.path = bench.path;
        stormy.params = bench.params;
        stormy.paginator = paginator;
        stormy.auth = bench.auth;
        stormy.timeout = bench.timeout;
        SandboxConfig storm = bank().token("s3cret-t0ken")
                .dirty(0.05)
                .retryAfter(Duration.ZERO)
                .slowFor(Duration.ofMillis(20))
                .build();
        try (SandboxServer server = SandboxServer.start(storm)) {
            server.failNext("/transactions", Fault.values());
            server.failNext("/transactions", Fault.values());
            stormy.baseUrl = server.baseUrl();

            Ingested ingested = stormy.run();

            for (Fault fault : Fault.values()) {
                assertThat(server.counts().of(fault)).as(fault.id()).isPositive();
            }
            assertThat(ingested.retries()).isGreaterThanOrEqualTo(Fault.values().length - 1);
            assertThat(stormy.records(ingested.manifest())).isEqualTo(bench.records(undisturbed));
            assertThat(sums(ingested.manifest())).isEqualTo(sums(undisturbed));
        }
    }

    @Test
    void keepsNothingInScratch() throws Exception {
        try (SandboxServer server = SandboxServer.start(bank().build())) {
            bench.baseUrl = server.baseUrl();
            bench.run();
        }
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void commitsAnEmptyManifestForAnIntervalWithoutRecords() throws Exception {
        bench.params = Map.of("from", "1999-01-01", "to", "1999-01-02");
        try (SandboxServer server = SandboxServer.start(bank().build())) {
            bench.baseUrl = server.baseUrl();

            Manifest manifest = bench.run().manifest();

            assertThat(manifest.books()).isEqualTo(Books.EMPTY);
            assertThat(manifest.outputs(StoredFile.Role.RECORDS)).isEmpty();
            assertThat(bench.pages(manifest)).hasSize(1);
        }
    }

    @Test
    void readsASnapshotWithAKeyInTheQuery() throws Exception {
        Bench accounts = new Bench(scratch);
        accounts.path = "/accounts";
        accounts.auth = new Connection.Auth.ApiKey("api_key", new Secret("k+y/1"), Connection.Auth.Location.QUERY);
        try (SandboxServer server = SandboxServer.start(bank().token("k+y/1").build())) {
            accounts.baseUrl = server.baseUrl();

            Manifest manifest = accounts.run().manifest();

            assertThat(manifest.books().clean()).isEqualTo(50);
            assertThat(manifest.revision().batch().slice()).isEqualTo("2025-01-08");
            assertThat(accounts.pages(manifest))
                    .allSatisfy(page -> assertThat(page.toString())
                            .doesNotContain("api_key")
                            .doesNotContain("k+y/1")
                            .doesNotContain("k%2By%2F1"));
        }
    }

    private static SandboxConfig.Builder bank() {
        return SandboxConfig.builder()
                .from(LocalDate.of(2025, 1, 6))
                .days(3)
                .accounts(50)
                .transactionsPerDay(300)
                .pageSize(17);
    }

    private static List<String> sums(Manifest manifest) {
        return manifest.outputs().stream()
                .filter(file -> file.role() == StoredFile.Role.RECORDS)
                .map(StoredFile::sha256)
                .toList();
    }
}
