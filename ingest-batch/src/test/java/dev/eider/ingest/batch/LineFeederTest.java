package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Limits;
import dev.eider.contract.Place;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.RollingWriter;
import dev.eider.zones.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of spooled pages reach the writer byte for byte, wherever the spool's blocks divide them. */
final class LineFeederTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest(name = "seed {0}, lines of up to {2} bytes, {1} bytes of memory")
    @CsvSource({"1, 8388608, 300", "2, 65536, 300", "3, 65536, 70000", "4, 65536, 300000", "5, 8388608, 300000"})
    void handsOverEveryLineOfEveryPage(long seed, int memoryBytesMax, int lineBytesMax) throws Exception {
        Random random = new Random(seed);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Bucket bucket = Buckets.memory();
        try (RollingWriter writer = writer();
                Spool spool = new Spool(scratch, memoryBytesMax)) {
            LineFeeder feeder = new LineFeeder(writer, lineBytesMax);
            for (int page = 0; page < 3; page++) {
                long before = writer.records();
                spool.clear();
                for (int line = random.nextInt(200); line >= 0; line--) {
                    byte[] bytes = ("y".repeat(random.nextInt(lineBytesMax)) + "\n").getBytes(StandardCharsets.UTF_8);
                    spool.write(bytes, 0, bytes.length);
                    expected.write(bytes);
                }
                assertThat(feeder.feed(spool)).as("page %d", page).contains(new Place.Stored(0, before));
            }
            StoredFile part = writer.finish(bucket).get(0);

            try (InputStream written = bucket.open(part.key(), Range.ALL)) {
                assertThat(written.readAllBytes()).isEqualTo(expected.toByteArray());
            }
        }
    }

    private RollingWriter writer() {
        return new RollingWriter(
                StoredFile.Role.RECORDS,
                RollingWriter.Compression.NONE,
                part -> new ObjectKey("raw/part-" + part),
                scratch,
                Limits.defaults());
    }
}
