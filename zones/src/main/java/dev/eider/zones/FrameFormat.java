package dev.eider.zones;

import dev.eider.contract.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Records of a topic: what came with each, and its value as received, byte for byte. A frame is
 *
 * <pre>{"sizes":[96,178],"meta":{"topic":"bank.core.transactions",…},"value":{…}}</pre>
 *
 * and a line feed, where the sizes are those of the object behind {@code meta} and of the bytes behind {@code value},
 * -1 for a record without a value. So it can be read without understanding the value, whatever bytes it has; and where
 * values are JSON on one line, so is the frame. Parts may be compressed with zstd. Immutable and thread-safe.
 */
public final class FrameFormat implements RecordFormat {
    static final byte[] SIZES = "{\"sizes\":[".getBytes(StandardCharsets.US_ASCII);
    static final byte[] META = "],\"meta\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] VALUE = ",\"value\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public FrameCursor open(InputStream raw, Limits limits) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, Zstd.MAGIC.length);
        byte[] start = in.readNBytes(Zstd.MAGIC.length);
        in.unread(start);
        InputStream frames = Arrays.equals(start, Zstd.MAGIC) ? Zstd.decompress(in, limits) : in;
        return new FrameCursor(frames, limits);
    }

    /** Frames one after the other; the cursor is the current record. Not thread-safe. */
    public static final class FrameCursor implements Cursor {
        private static final int BUFFER_BYTES = 256 * 1024;
        private static final int META_BYTES_MAX = 512 << 20;

        private final InputStream in;
        private final int lengthMax;
        private byte[] buffer = new byte[BUFFER_BYTES];
        private int next;
        private int end;
        private int meta;
        private int metaLength;
        private int value;
        private int length;
        private boolean truncated;
        private boolean tombstone;
        private long ordinal = -1;

        private FrameCursor(InputStream in, Limits limits) {
            this.in = in;
            this.lengthMax = limits.recordBytesMax();
        }

        @Override
        public boolean next() throws IOException {
            if (!fill(1)) {
                return false;
            }
            require(SIZES);
            metaLength = (int) number(',', META_BYTES_MAX);
            long size = number(']', Integer.MAX_VALUE);
            next--;
            require(META);
            tombstone = size < 0;
            int kept = tombstone ? NULL.length : (int) Math.min(size, lengthMax);
            truncated = !tombstone && kept < size;
            need((long) metaLength + VALUE.length + kept + END.length);
            meta = next;
            next += metaLength;
            require(VALUE);
            value = next;
            length = kept;
            if (tombstone) {
                require(NULL);
            } else {
                next += kept;
            }
            if (truncated) {
                skipRest(size - kept);
            } else {
                require(END);
            }
            ordinal++;
            return true;
        }

        /** Reads over what is beyond the limit; the record's beginning stays in the buffer. */
        private void skipRest(long rest) throws IOException {
            long left = rest + END.length;
            int held = (int) Math.min(left, end - next);
            next += held;
            left -= held;
            if (left > 0) {
                in.skipNBytes(left);
                next = end;
            }
        }

        private void require(byte[] text) throws IOException {
            need(text.length);
            if (!Arrays.equals(buffer, next, next + text.length, text, 0, text.length)) {
                throw noFrame();
            }
            next += text.length;
        }

        private long number(char behind, long max) throws IOException {
            need(1);
            boolean isNone = buffer[next] == '-';
            next += isNone ? 1 : 0;
            long value = 0;
            int digits = 0;
            while (true) {
                need(1);
                byte c = buffer[next++];
                if (c == behind && digits > 0) {
                    return isNone ? -value : value;
                }
                value = value * 10 + (c - '0');
                digits++;
                if (c < '0' || c > '9' || value > max || (isNone && value != 1)) {
                    throw noFrame();
                }
            }
        }

        private IOException noFrame() {
            return new IOException("it is no frame, record " + (ordinal + 1));
        }

        private void need(long bytes) throws IOException {
            if (!fill(bytes)) {
                throw new EOFException("it ends within record " + (ordinal + 1));
            }
        }

        /** Whether there are so many bytes from {@code next} on, which may move to the buffer's front. */
        private boolean fill(long bytes) throws IOException {
            if (end - next >= bytes) {
                return true;
            }
            if (bytes > Integer.MAX_VALUE - 2L * BUFFER_BYTES) {
                throw noFrame();
            }
            if (next + bytes > buffer.length) {
                byte[] to = bytes > buffer.length ? new byte[(int) bytes + BUFFER_BYTES] : buffer;
                System.arraycopy(buffer, next, to, 0, end - next);
                buffer = to;
                end -= next;
                next = 0;
            }
            while (end - next < bytes) {
                int count = in.read(buffer, end, buffer.length - end);
                if (count < 0) {
                    return false;
                }
                end += count;
            }
            return true;
        }

        @Override
        public byte[] buffer() {
            return buffer;
        }

        @Override
        public int offset() {
            return value;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public int metaOffset() {
            return meta;
        }

        @Override
        public int metaLength() {
            return metaLength;
        }

        @Override
        public boolean isTombstone() {
            return tombstone;
        }

        @Override
        public boolean isTruncated() {
            return truncated;
        }

        @Override
        public long ordinal() {
            return ordinal;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
