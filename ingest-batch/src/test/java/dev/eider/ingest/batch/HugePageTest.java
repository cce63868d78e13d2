package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.Paginator;
import dev.eider.contract.Source;
import dev.eider.contract.TestLimits;
import dev.eider.zones.Books;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages beyond memory, and packed ones that unpack without end. */
final class HugePageTest {
    private static final int RECORD_BYTES = 1_000;

    @TempDir
    Path scratch;

    @Test
    void readsAPageThatDoesNotFitItsMemoryBuffer() throws Exception {
        int records = 2 * Spool.MEMORY_BYTES_MAX / RECORD_BYTES;
        for (String encoding : List.of("plain", "gzip")) {
            try (StreamedSource source = new StreamedSource(StreamedSource.page(records, RECORD_BYTES), encoding)) {
                Ingested ingested = bench(source).run();

                assertThat(ingested.manifest().books()).isEqualTo(new Books(records, records, 0, 0, 0, 0));
            }
        }
    }

    @Test
    void refusesAPageBeyondTheLimitHoweverSmallItIsPacked() throws Exception {
        try (StreamedSource source = new StreamedSource(StreamedSource.page(100_000, RECORD_BYTES), "gzip")) {
            Bench bench = bench(source);
            bench.limits = limits(10_000_000, 1 << 20);

            EiderException e = catchThrowableOfType(EiderException.class, bench::run);

            assertThat(e)
                    .hasMessage("Cannot read payment 2025-01-08, page 1, from " + source.baseUrl()
                            + "/payments: the body has more than 10000000 bytes (the limit of a page)");
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_PAGE);
            assertThat(bench.keys()).isEmpty();
        }
    }

    @Test
    void refusesARecordBeyondTheLimit() throws Exception {
        try (StreamedSource source = new StreamedSource(StreamedSource.page(2, 200_000), "plain")) {
            Bench bench = bench(source);
            bench.limits = limits(10_000_000, 100_000);
            bench.onBadPage = Source.OnBadPage.SKIP;

            Ingested ingested = bench.run();

            assertThat(ingested.manifest().books()).isEqualTo(new Books(1, 0, 1, 0, 0, 0));
        }
    }

    @Test
    @Tag("slow")
    void readsA200MegabytePageInA256MegabyteHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugePageMain.class.getName(),
                        scratch.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("good page: 200000 read, 200000 clean").contains("bad page: 1 read, 1 rejected");
        assertThat(process.exitValue()).isZero();
    }

    private Bench bench(StreamedSource source) throws IOException {
        Bench bench = new Bench(Files.createTempDirectory(scratch, "bench"));
        bench.baseUrl = source.baseUrl();
        bench.paginator = new Paginator.SinglePage();
        return bench;
    }

    private static Limits limits(long pageBytesMax, int recordBytesMax) {
        return TestLimits.with(l -> {
            l.pageBytesMax = pageBytesMax;
            l.recordBytesMax = recordBytesMax;
        });
    }
}
