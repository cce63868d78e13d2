package dev.eider.zones;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Walks the lines of a stream in one buffer that grows to the longest line, up to the limit. */
final class LineCursor implements RecordFormat.Cursor {
    /** Small enough to stay in a core's cache while a validator works through it. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final InputStream in;
    private final int lengthMax;
    private byte[] buffer;
    private int start;
    private int length;
    private int next;
    private int end;
    private boolean atEnd;
    private boolean truncated;
    private long ordinal = -1;

    LineCursor(InputStream in, int lengthMax) {
        this.in = in;
        this.lengthMax = lengthMax;
        this.buffer = new byte[BUFFER_BYTES];
    }

    @Override
    public boolean next() throws IOException {
        truncated = false;
        int scanned = next;
        while (true) {
            int feed = lineFeed(buffer, scanned, end);
            if (feed >= 0) {
                return found(feed, feed + 1);
            }
            scanned = end;
            if (scanned - next > lengthMax) {
                return foundTooLong();
            }
            int moved = next;
            if (!fill()) {
                return end > next && found(end, end);
            }
            scanned -= moved - next;
        }
    }

    private boolean found(int lineEnd, int following) {
        start = next;
        length = lineEnd - next;
        next = following;
        ordinal++;
        if (length > lengthMax) {
            length = lengthMax;
            truncated = true;
        }
        return true;
    }

    /** Keeps the line's beginning where it is and reads over the rest of it. */
    private boolean foundTooLong() throws IOException {
        start = next;
        length = lengthMax;
        truncated = true;
        ordinal++;
        int kept = start + length;
        if (buffer.length - kept < BUFFER_BYTES) {
            buffer = Arrays.copyOf(buffer, kept + BUFFER_BYTES);
        }
        while (true) {
            int count = in.read(buffer, kept, buffer.length - kept);
            if (count < 0) {
                atEnd = true;
                next = end = kept;
                return true;
            }
            int feed = lineFeed(buffer, kept, kept + count);
            if (feed >= 0) {
                next = feed + 1;
                end = kept + count;
                return true;
            }
        }
    }

    /** Reads more behind the line begun, which moves to the front if there is no room. */
    private boolean fill() throws IOException {
        if (atEnd) {
            return false;
        }
        if (end == buffer.length) {
            if (next > 0) {
                System.arraycopy(buffer, next, buffer, 0, end - next);
                end -= next;
                next = 0;
            } else {
                long grown = Math.min(2L * buffer.length, lengthMax + 2L + BUFFER_BYTES);
                buffer = Arrays.copyOf(buffer, (int) grown);
            }
        }
        int count = in.read(buffer, end, buffer.length - end);
        atEnd = count < 0;
        end += Math.max(count, 0);
        return !atEnd;
    }

    /** Eight bytes at a time: a byte of the difference is zero exactly where a line feed stands. */
    private static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long difference = (long) LONGS.get(bytes, i) ^ LINE_FEEDS;
            long zeros = (difference - LOW_BITS) & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Whether bytes hold a line feed. */
    static boolean holdsLineFeed(byte[] bytes, int offset, int length) {
        return lineFeed(bytes, offset, offset + length) >= 0;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int offset() {
        return start;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
