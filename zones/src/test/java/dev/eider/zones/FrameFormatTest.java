package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.SharedData;
import dev.eider.contract.TestLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a topic held is what is read: byte for byte, whatever the bytes. */
final class FrameFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Revision REVISION = Revision.raw(Manifests.BATCH, 1);

    @TempDir
    Path folder;

    private final FrameWriter frames = new FrameWriter("bank.core", Map.of("source_system", "core \"1\""), 3);
    private long offset = 41;

    /** What is written, and what is read. */
    private record Message(
            long timestamp, byte @Nullable [] key, List<FrameWriter.Header> headers, byte @Nullable [] value) {
        static Message of(byte @Nullable [] value) {
            return new Message(1_743_901_323_045L, null, List.of(), value);
        }

        static Message keyed(byte[] key) {
            return new Message(1_743_901_323_000L, key, List.of(), bytes("{}"));
        }

        static Message headed(FrameWriter.Header... headers) {
            return new Message(-1, null, List.of(headers), bytes("{}"));
        }
    }

    /** A record as it was read. */
    private record Read(JsonNode meta, byte[] value, boolean isTombstone, boolean isTruncated) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static FrameWriter.Header header(String name, byte @Nullable [] value) {
        return new FrameWriter.Header(name, buffer(value));
    }

    private byte[] written(RollingWriter.Compression compression, List<Message> messages)
            throws EiderException, IOException {
        Bucket bucket = Buckets.memory();
        try (RollingWriter writer = new RollingWriter(
                StoredFile.Role.RECORDS,
                compression,
                part -> ZoneLayout.rawRecords(REVISION, LocalDate.EPOCH, "n", part),
                folder,
                Limits.defaults())) {
            for (Message message : messages) {
                frames.write(
                        writer,
                        ++offset,
                        message.timestamp(),
                        buffer(message.key()),
                        message.headers(),
                        buffer(message.value()));
            }
            List<StoredFile> parts = writer.finish(bucket);
            assertThat(parts).hasSize(1);
            assertThat(parts.get(0).records()).isEqualTo(messages.size());
            try (InputStream in = bucket.open(parts.get(0).key(), Range.ALL)) {
                return in.readAllBytes();
            }
        }
    }

    private static List<Read> read(InputStream in, Limits limits) throws IOException {
        List<Read> records = new ArrayList<>();
        try (FrameFormat.FrameCursor cursor = new FrameFormat().open(in, limits)) {
            while (cursor.next()) {
                assertThat(cursor.ordinal()).isEqualTo(records.size());
                byte[] buffer = cursor.buffer();
                records.add(new Read(
                        JSON.readTree(buffer, cursor.metaOffset(), cursor.metaLength()),
                        Arrays.copyOfRange(buffer, cursor.offset(), cursor.offset() + cursor.length()),
                        cursor.isTombstone(),
                        cursor.isTruncated()));
            }
            assertThat(cursor.next()).isFalse();
        }
        return records;
    }

    private List<Read> throughFrames(List<Message> messages) throws Exception {
        byte[] zstd = written(RollingWriter.Compression.ZSTD, messages);
        return read(new ByteArrayInputStream(zstd), Limits.defaults());
    }

    private Read throughFrames(Message message) throws Exception {
        return throughFrames(List.of(message)).get(0);
    }

    private static void assertSame(List<Message> messages, List<Read> records) {
        assertThat(records).hasSameSizeAs(messages);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).isTruncated()).isFalse();
            assertThat(records.get(i).isTombstone()).isFalse();
            assertThat(records.get(i).value())
                    .as("record " + i)
                    .isEqualTo(messages.get(i).value());
        }
    }

    @Test
    void isOneLineOfJsonForAValueThatIsOne() throws Exception {
        byte[] line = written(RollingWriter.Compression.NONE, List.of(Message.of(bytes("{\"id\":1}"))));
        assertThat(new String(line, StandardCharsets.UTF_8))
                .isEqualTo("{\"sizes\":[115,8],\"meta\":{\"topic\":\"bank.core\",\"source_system\":\"core \\\"1\\\"\","
                        + "\"partition\":3,\"offset\":42,\"timestamp\":\"2025-04-06T01:02:03.045Z\"},"
                        + "\"value\":{\"id\":1}}\n");
    }

    @Test
    void tellsWhatCameWithARecord() throws Exception {
        JsonNode meta = throughFrames(new Message(
                        0, bytes("k\n\"ž\u0000"), List.of(header("a", bytes("1")), header("", bytes("ž"))), bytes("v")))
                .meta();
        assertThat(meta)
                .isEqualTo(
                        JSON.readTree("{\"topic\":\"bank.core\",\"source_system\":\"core \\\"1\\\"\",\"partition\":3,"
                                + "\"offset\":42,\"timestamp\":\"1970-01-01T00:00:00Z\",\"key\":\"k\\n\\\"ž\\u0000\","
                                + "\"headers\":{\"a\":\"1\",\"\":\"ž\"}}"));
    }

    @Test
    void tellsApartNoKeyAndAnEmptyOne() throws Exception {
        assertThat(throughFrames(Message.of(bytes("{}"))).meta().has("key")).isFalse();
        assertThat(throughFrames(Message.keyed(new byte[0])).meta().get("key").textValue())
                .isEmpty();
    }

    @Test
    void keepsHeadersThatAnObjectCannotTell() throws Exception {
        byte[] wild = {(byte) 0xff, 0, 1};
        JsonNode meta = throughFrames(Message.headed(
                        header("twice", bytes("1")),
                        header("twice", bytes("2")),
                        header("wild", wild),
                        header("no", null)))
                .meta();
        assertThat(meta.get("headers")).isEqualTo(JSON.readTree("{\"twice\":\"2\"}"));
        assertThat(meta.get("headers_base64"))
                .isEqualTo(JSON.readTree("[[\"twice\",\"MQ==\"],[\"twice\",\"Mg==\"],[\"wild\",\"/wAB\"],[\"no\"]]"));
    }

    @Test
    void keepsNaughtyStringsAsValuesKeysAndHeaders() throws Exception {
        String[] texts =
                JSON.readValue(SharedData.path("naughty-strings", "blns.json").toFile(), String[].class);
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            messages.add(new Message(1, bytes(text), List.of(header(text, bytes(text))), bytes(text)));
        }
        List<Read> records = throughFrames(messages);
        assertSame(messages, records);
        for (int i = 0; i < texts.length; i++) {
            JsonNode meta = records.get(i).meta();
            // What is no Unicode, such as half a surrogate, has no UTF-8: it is a question mark already in the bytes.
            assertThat(meta.get("key").textValue()).isEqualTo(new String(bytes(texts[i]), StandardCharsets.UTF_8));
            assertThat(meta.get("headers").size()).isEqualTo(1);
        }
    }

    @Test
    void keepsRandomBytesAsValuesAndKeys() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            byte[] value = new byte[random.nextInt(10) == 0 ? random.nextInt(5_000) : random.nextInt(40)];
            random.nextBytes(value);
            messages.add(new Message(i, value, List.of(), value));
        }
        List<Read> records = throughFrames(messages);
        assertSame(messages, records);
        for (int i = 0; i < messages.size(); i++) {
            JsonNode meta = records.get(i).meta();
            byte[] key = meta.has("key")
                    ? bytes(meta.get("key").textValue())
                    : Base64.getDecoder().decode(meta.get("key_base64").textValue());
            assertThat(key)
                    .as("seed %d, record %d", seed, i)
                    .isEqualTo(messages.get(i).key());
        }
    }

    @Test
    void keepsValuesThatLookLikeFrames() throws Exception {
        List<Message> messages = new ArrayList<>();
        for (String text : List.of("", "}\n", "\n", "{\"sizes\":[2,2],\"meta\":{},\"value\":{}}\n", "null", "(µ/ý")) {
            messages.add(Message.of(bytes(text)));
        }
        assertSame(messages, throughFrames(messages));
    }

    @Test
    void tellsARecordWithoutAValueFromOneOfNull() throws Exception {
        List<Read> records = throughFrames(
                List.of(Message.of(bytes("null")), Message.of(null), Message.of(bytes("")), Message.of(null)));
        assertThat(records).extracting(Read::isTombstone).containsExactly(false, true, false, true);
        assertThat(records).extracting(Read::isTruncated).containsOnly(false);
    }

    @Test
    void keepsTheBeginningOfWhatIsLongerThanTheLimit() throws Exception {
        Limits limits = TestLimits.with(l -> l.recordBytesMax = 1_000);
        for (int length : new int[] {999, 1_000, 1_001, 262_143, 262_144, 300_000, 3_000_000}) {
            byte[] value = new byte[length];
            new Random(length).nextBytes(value);
            byte[] raw = written(
                    RollingWriter.Compression.ZSTD,
                    List.of(Message.of(bytes("before")), Message.of(value), Message.of(bytes("after"))));
            List<Read> records = read(new ByteArrayInputStream(raw), limits);
            assertThat(records)
                    .as("length " + length)
                    .extracting(Read::isTruncated)
                    .containsExactly(false, length > 1_000, false);
            assertThat(records.get(1).value()).isEqualTo(Arrays.copyOf(value, Math.min(length, 1_000)));
            assertThat(records.get(2).value()).isEqualTo(bytes("after"));
        }
    }

    @Test
    void readsARecordOfEqualBytesThatIsLongerThanAFile() throws Exception {
        byte[] value = bytes("x".repeat(50_000_000));
        byte[] raw = written(RollingWriter.Compression.ZSTD, List.of(Message.of(value), Message.of(value)));
        assertThat(raw).hasSizeLessThan(100_000);
        assertThat(read(new ByteArrayInputStream(raw), TestLimits.with(l -> {
                    l.fileBytesMax = 1_000_000;
                    l.recordBytesMax = 50_000_000;
                })))
                .as("files were larger once")
                .hasSize(2)
                .noneMatch(Read::isTruncated);
        assertThat(read(new ByteArrayInputStream(raw), TestLimits.with(l -> {
                    l.fileBytesMax = 1_000_000;
                    l.recordBytesMax = 1_000;
                })))
                .hasSize(2)
                .allMatch(Read::isTruncated);
    }

    @Test
    void refusesAFewBytesThatExpandToVeryManyWithinARecord() throws Exception {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (OutputStream zstd = Zstd.compress(raw)) {
            zstd.write(bytes("{\"sizes\":[2,2147483647],\"meta\":{},\"value\":"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1 << 11; i++) {
                zstd.write(zeros);
            }
        }
        assertThatThrownBy(() -> read(new ByteArrayInputStream(raw.toByteArray()), Limits.defaults()))
                .hasMessage("it expands to more than 1000 times its size");
    }

    @Test
    void readsTheSameWhateverTheEdgesOfBuffers() throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            messages.add(Message.of(new byte[i * 997]));
        }
        byte[] raw = written(RollingWriter.Compression.NONE, messages);
        for (int most : new int[] {1, 7, 4_096, 100_000}) {
            assertSame(messages, read(new Trickle(raw, most), Limits.defaults()));
        }
    }

    /** Gives at most so many bytes at once. */
    private static final class Trickle extends ByteArrayInputStream {
        private final int most;

        Trickle(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, most));
        }
    }

    @Test
    void findsNoRecordInNothing() throws Exception {
        assertThat(read(new ByteArrayInputStream(new byte[0]), Limits.defaults()))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoWholeFrame() {
        for (String text : List.of(
                "{\"id\":1}\n",
                "{\"sizes\":[2,2],\"meta\":{},\"value\":{}}",
                "{\"sizes\":[2,3],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[3,2],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[2,-2],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[2,-1],\"meta\":{},\"value\":{}}}\n",
                "{\"sizes\":[-1,2],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[2,],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[2,99999999999999999999],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[2147483647,2147483647],\"meta\":{},\"value\":{}}\n",
                "{\"sizes\":[2,2],\"meta\":{},\"value\":{}}\n\n",
                "\n")) {
            assertThatThrownBy(() -> read(new ByteArrayInputStream(bytes(text)), Limits.defaults()))
                    .as(text)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void seesThatBytesAreMissingAtTheEnd() throws Exception {
        byte[] raw = written(RollingWriter.Compression.NONE, List.of(Message.of(bytes("{\"id\":1}"))));
        for (int length = 1; length < raw.length; length++) {
            byte[] cut = Arrays.copyOf(raw, length);
            assertThatThrownBy(() -> read(new ByteArrayInputStream(cut), Limits.defaults()))
                    .as("length " + length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("record 0");
        }
    }
}
