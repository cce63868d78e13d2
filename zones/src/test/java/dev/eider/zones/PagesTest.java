package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Limits;
import dev.eider.contract.Place;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.TestLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages: what came beside the records, and refused bodies whole. */
final class PagesTest {
    private static final Instant AT = Instant.parse("2025-04-07T01:00:00Z");

    @TempDir
    private Path scratch;

    private final Bucket bucket = Buckets.memory();

    private static PageEnvelope page(int ordinal, PageEnvelope.Content content) {
        return new PageEnvelope(
                ordinal, "GET", "/v2/orders?page=" + ordinal, 200, Map.of("etag", "\"x\"", "date", "now"), AT, content);
    }

    private static PageEnvelope refused(int ordinal, long bytes) {
        return page(ordinal, new PageEnvelope.Refused(RejectionCode.BAD_PAGE, "is HTML", "text/html", bytes));
    }

    private RollingWriter lines(Limits limits) {
        return new RollingWriter(
                StoredFile.Role.PAGES,
                RollingWriter.Compression.ZSTD,
                part -> new ObjectKey(String.format(Locale.ROOT, "pages-%05d", part)),
                scratch,
                limits);
    }

    @Test
    void keepsPagesWithAndWithoutRecords() throws Exception {
        PageEnvelope first = page(
                0, new PageEnvelope.Records("{\"data\":[],\n \"next\": null}", Optional.of(new Place.Stored(0, 0)), 3));
        PageEnvelope last = page(1, new PageEnvelope.Records("null", Optional.empty(), 0));
        List<StoredFile> files;
        try (RollingWriter lines = lines(Limits.defaults())) {
            PageWriter writer = new PageWriter(lines);
            writer.page(first);
            writer.page(last);
            files = lines.finish(bucket);
        }
        assertThat(files).extracting(StoredFile::records).containsExactly(2L);
        try (PageReader reader = PageReader.open(bucket, files, Limits.defaults())) {
            assertThat(reader.next())
                    .contains(page(
                            0,
                            new PageEnvelope.Records(
                                    "{\"data\":[],\"next\":null}", Optional.of(new Place.Stored(0, 0)), 3)));
            assertThat(reader.next()).contains(last);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void keepsRefusedBodiesWholeInPieces() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        int piece = PageFormat.PIECE_BYTES;
        for (int length : new int[] {0, 1, piece - 1, piece, piece + 1, 5_000_000}) {
            byte[] body = new byte[length];
            new Random(length).nextBytes(body);
            bodies.add(body);
        }
        Limits limits = TestLimits.with(l -> {
            l.fileBytesMax = 2_000_000;
            l.recordBytesMax = 1_000;
        });
        List<StoredFile> files;
        try (RollingWriter lines = lines(limits)) {
            PageWriter writer = new PageWriter(lines);
            for (byte[] body : bodies) {
                writer.refused(refused(bodies.indexOf(body), body.length), new ByteArrayInputStream(body));
            }
            files = lines.finish(bucket);
        }
        assertThat(files).as("bodies over several files").hasSizeGreaterThan(3);
        try (PageReader reader = PageReader.open(bucket, files, limits)) {
            for (byte[] body : bodies) {
                assertThat(reader.next()).contains(refused(bodies.indexOf(body), body.length));
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                reader.copyBody(copy);
                assertThat(copy.toByteArray()).isEqualTo(body);
            }
            assertThat(reader.next()).isEmpty();
        }
        try (PageReader reader = PageReader.open(bucket, files, limits)) {
            int pages = 0;
            while (reader.next().isPresent()) {
                pages++;
            }
            assertThat(pages).as("bodies may be passed over").isEqualTo(bodies.size());
        }
    }

    @Test
    void refusesABodyOfAnotherLengthThanStated() throws Exception {
        try (RollingWriter lines = lines(Limits.defaults())) {
            PageWriter writer = new PageWriter(lines);
            assertThatThrownBy(() -> writer.refused(refused(0, 5), new ByteArrayInputStream(new byte[4])))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the body is 1 bytes shorter than stated");
            assertThatThrownBy(() -> writer.refused(refused(0, 5), new ByteArrayInputStream(new byte[6])))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the body is longer than the stated 5 bytes");
        }
    }
}
