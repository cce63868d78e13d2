package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Paginator;
import dev.eider.sandbox.Fault;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long is waited, and for what. */
final class PatienceTest {
    @TempDir
    Path scratch;

    @Test
    void doublesTheBoundOfItsWaitsUpToAnother() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            for (int failures = 1; failures < 100; failures++) {
                long bound = Math.min(1_000, 100L << Math.min(failures - 1, 10));
                assertThat(backoff.after(failures, random))
                        .as("seed %d, failures %d", seed, failures)
                        .isBetween(Duration.ZERO, Duration.ofMillis(bound));
            }
        }
    }

    @Test
    void drawsItsWaitsFromAllOfTheRange() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        Random random = new Random(1);
        List<Duration> waits = random.ints(100)
                .mapToObj(i -> backoff.after(1, random))
                .sorted()
                .toList();

        assertThat(waits.get(10)).isLessThan(Duration.ofMillis(25));
        assertThat(waits.get(90)).isGreaterThan(Duration.ofMillis(75));
    }

    @Test
    void waitsAsLongAsTheSourceAsks() throws Exception {
        try (SandboxServer server = SandboxServer.start(small().build())) {
            Bench bench = accounts(server);
            server.failNext("/accounts", Fault.TOO_MANY_REQUESTS);
            long begin = System.nanoTime();

            Ingested ingested = bench.run();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(ingested.retries()).isEqualTo(1);
            assertThat(server.counts().of(Fault.TOO_MANY_REQUESTS)).isEqualTo(1);
        }
    }

    @Test
    void keepsTheRateOfTheConnection() throws Exception {
        try (SandboxServer server = SandboxServer.start(small().pageSize(1).build())) {
            Bench bench = accounts(server);
            bench.rate = Optional.of(50.0);
            long begin = System.nanoTime();

            Ingested ingested = bench.run();

            assertThat(ingested.requests()).isEqualTo(10);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(180));
        }
    }

    @Test
    void tellsWhereAPageCannotBePutAside() throws Exception {
        try (StreamedSource source =
                new StreamedSource(StreamedSource.page(2 * Spool.MEMORY_BYTES_MAX / 1_000, 1_000), "plain")) {
            Bench bench = new Bench(scratch.resolve("absent"));
            bench.baseUrl = source.baseUrl();
            bench.paginator = new Paginator.SinglePage();

            EiderException e = catchThrowableOfType(EiderException.class, bench::run);

            assertThat(e)
                    .hasMessageStartingWith("Cannot put aside payment 2025-01-08, page 1, from " + source.baseUrl());
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
            assertThat(e.nextStep()).contains("Check limits.scratch in eider.yaml");
        }
    }

    @Test
    void spoolsGiveBackWhatTheyTookInAnySize() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            StringBuilder expected = new StringBuilder();
            try (Spool spool = new Spool(scratch, 1 << random.nextInt(18))) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    byte[] bytes = String.join("", Collections.nCopies(random.nextInt(30_000), "" + (i % 10)))
                            .getBytes(StandardCharsets.US_ASCII);
                    spool.write(bytes, 0, bytes.length);
                    spool.write((byte) '|');
                    expected.append(new String(bytes, StandardCharsets.US_ASCII))
                            .append('|');
                }
                try (var in = spool.open()) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                            .as("seed %d", seed)
                            .isEqualTo(expected.toString());
                }
                assertThat(spool.length()).isEqualTo(expected.length());
            }
            try (var left = Files.list(scratch)) {
                assertThat(left).as("seed %d", seed).isEmpty();
            }
        }
    }

    private static SandboxConfig.Builder small() {
        return SandboxConfig.builder().accounts(10).days(1);
    }

    private Bench accounts(SandboxServer server) {
        Bench bench = new Bench(scratch);
        bench.path = "/accounts";
        bench.baseUrl = server.baseUrl();
        return bench;
    }
}
