package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Limits;
import dev.eider.contract.TestLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Raw bytes into records: none lost, none made up, whatever the buffers' edges. */
final class NdjsonFormatTest {
    private static final Limits LIMITS = TestLimits.with(l -> l.recordBytesMax = 1_000);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zstd(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var zstd = Zstd.compress(out)) {
            zstd.write(content);
        }
        return out.toByteArray();
    }

    private static List<String> records(InputStream raw, Limits limits) throws IOException {
        List<String> records = new ArrayList<>();
        try (RecordFormat.Cursor cursor = new NdjsonFormat().open(raw, limits)) {
            while (cursor.next()) {
                assertThat(cursor.ordinal()).isEqualTo(records.size());
                records.add(new String(cursor.buffer(), cursor.offset(), cursor.length(), StandardCharsets.ISO_8859_1)
                        + (cursor.isTruncated() ? "…" : ""));
            }
            assertThat(cursor.next()).isFalse();
        }
        return records;
    }

    private static List<String> records(String raw) throws IOException {
        return records(new ByteArrayInputStream(bytes(raw)), LIMITS);
    }

    @Test
    void readsALineAsARecord() throws Exception {
        assertThat(records("{\"a\":1}\n{\"a\":2}\n")).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void readsALastLineWithoutItsEnd() throws Exception {
        assertThat(records("a\nb")).containsExactly("a", "b");
    }

    @Test
    void findsNoRecordInNothing() throws Exception {
        assertThat(records("")).isEmpty();
        assertThat(records(new ByteArrayInputStream(zstd(new byte[0])), LIMITS)).isEmpty();
    }

    @Test
    void countsEmptyLinesSinceTheyWereThere() throws Exception {
        assertThat(records("\n\na\n\n")).containsExactly("", "", "a", "");
    }

    @Test
    void leavesACarriageReturnToTheParser() throws Exception {
        assertThat(records("a\r\nb\r\n")).containsExactly("a\r", "b\r");
    }

    @Test
    void readsWhatBeginsLikeCompressionButIsNot() throws Exception {
        assertThat(records("(")).containsExactly("(");
    }

    @Test
    void cutsALongRecordAndFindsTheNext() throws Exception {
        for (int length : new int[] {999, 1_000, 1_001, 5_000, 300_000, 1_000_000}) {
            String raw = "before\n" + "x".repeat(length) + "\nafter\n" + "y".repeat(length);
            String cut = "x".repeat(Math.min(length, 1_000)) + (length > 1_000 ? "…" : "");
            assertThat(records(raw))
                    .as("length " + length)
                    .containsExactly("before", cut, "after", cut.replace('x', 'y'));
        }
    }

    @Test
    void agreesWithASlowReaderOnRandomBytes() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] raw = new byte[random.nextInt(seed % 10 == 0 ? 1_500_000 : 5_000)];
            int rarity = 1 + random.nextInt(3_000);
            for (int i = 0; i < raw.length; i++) {
                int pick = random.nextInt(rarity);
                raw[i] = (byte) (pick == 0 ? '\n' : pick % 7 == 0 ? 0x8a : pick % 5 == 0 ? 0x0b : 'a' + pick % 26);
            }
            List<String> expected = slowly(raw);
            assertThat(records(choppy(raw, random), LIMITS))
                    .as("plain, seed " + seed)
                    .isEqualTo(expected);
            assertThat(records(choppy(zstd(raw), random), LIMITS))
                    .as("zstd, seed " + seed)
                    .isEqualTo(expected);
        }
    }

    private static List<String> slowly(byte[] raw) {
        List<String> records = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i == raw.length ? start < raw.length : raw[i] == '\n') {
                int length = Math.min(i - start, LIMITS.recordBytesMax());
                records.add(new String(raw, start, length, StandardCharsets.ISO_8859_1)
                        + (i - start > LIMITS.recordBytesMax() ? "…" : ""));
                start = i + 1;
            }
        }
        return records;
    }

    private static InputStream choppy(byte[] content, Random random) {
        return new FilterInputStream(new ByteArrayInputStream(content)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, length == 0 ? 0 : 1 + random.nextInt(length));
            }
        };
    }

    @Test
    void refusesCompressedBytesThatAreCutOrChanged() throws Exception {
        byte[] text = new byte[100_000];
        new Random(7).nextBytes(text);
        byte[] whole = zstd(text);
        byte[] cut = Arrays.copyOf(whole, whole.length - 10);
        assertThatThrownBy(() -> records(new ByteArrayInputStream(cut), LIMITS)).isInstanceOf(IOException.class);
        byte[] changed = whole.clone();
        changed[50_000] ^= 1;
        assertThatThrownBy(() -> records(new ByteArrayInputStream(changed), LIMITS))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesAFewBytesThatExpandToVeryMany() throws Exception {
        byte[] frame = zstd(new byte[64 << 20]);
        assertThatThrownBy(() -> records(new ByteArrayInputStream(repeated(frame, 33)), LIMITS))
                .hasMessage("it expands to more than 1000 times its size");
    }

    @Test
    void readsWhatAWriterMakesThoughItExpandsToVeryMany() throws Exception {
        Limits limits = TestLimits.with(l -> {
            l.fileBytesMax = 1_000_000;
            l.recordBytesMax = 1_000;
        });
        byte[] large = zstd(bytes("x".repeat(50_000_000) + "\n"));
        assertThat(large).hasSizeLessThan(50_000);
        assertThat(records(new ByteArrayInputStream(large), limits))
                .as("a record is never divided, however small files are")
                .containsExactly("x".repeat(1_000) + "…");
        byte[] many = zstd(bytes("{\"equal\":\"records\"}\n".repeat(500_000)));
        assertThat(records(new ByteArrayInputStream(many), limits))
                .as("files were larger once")
                .hasSize(500_000);
    }

    private static byte[] repeated(byte[] content, int times) {
        byte[] all = new byte[times * content.length];
        for (int i = 0; i < times; i++) {
            System.arraycopy(content, 0, all, i * content.length, content.length);
        }
        return all;
    }
}
