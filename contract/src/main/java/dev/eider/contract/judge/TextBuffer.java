package dev.eider.contract.judge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of text that grow at the end: texts of one record that do not stand in it as they are. Bounded by what one
 * record can decode to; not thread-safe.
 */
public final class TextBuffer {
    private static final int CAPACITY_FIRST = 256;

    private byte[] bytes = new byte[CAPACITY_FIRST];
    private int size;

    /** The bytes, valid up to {@link #size()} and until the next append. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets all from {@code size} on. */
    public void rewind(int to) {
        size = to;
    }

    public void append(byte b) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = b;
    }

    public void append(byte[] from, int start, int end) {
        int length = end - start;
        if (length > bytes.length - size) {
            grow(length);
        }
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** Appends ASCII text. */
    @SuppressWarnings("deprecation") // the one copy without an array in between; only ASCII comes here
    public void append(String ascii) {
        int length = ascii.length();
        if (length > bytes.length - size) {
            grow(length);
        }
        ascii.getBytes(0, length, bytes, size);
        size += length;
    }

    private void grow(int room) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, room), bytes.length + (bytes.length >> 1)));
    }

    /** The text from {@code from} on. */
    public String text(int from) {
        return new String(bytes, from, size - from, StandardCharsets.UTF_8);
    }
}
