package dev.eider.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of JSON bytes with the few writers that pages need. Not thread-safe. */
final class PageBuffer {
    private static final int START_BYTES = 16 * 1024;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes = new byte[START_BYTES];
    private int size;

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    PageBuffer put(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    PageBuffer put(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    PageBuffer put(byte[] source) {
        return put(source, 0, source.length);
    }

    /** Text of ASCII characters that need no escapes. */
    PageBuffer ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    PageBuffer number(long value) {
        return ascii(Long.toString(value));
    }

    /** A non-negative number with leading zeros. */
    PageBuffer padded(long value, int digits) {
        reserve(digits);
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    PageBuffer string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return string(utf8, 0, utf8.length);
    }

    /** A JSON string of these bytes: control characters, quote and backslash escaped, all others as they are. */
    PageBuffer string(byte[] utf8, int offset, int length) {
        reserve(2 + 6 * length);
        bytes[size++] = '"';
        for (int i = offset; i < offset + length; i++) {
            escaped(utf8[i]);
        }
        bytes[size++] = '"';
        return this;
    }

    private void escaped(byte value) {
        if (value == '"' || value == '\\') {
            bytes[size++] = '\\';
            bytes[size++] = value;
        } else if (value >= 0 && value < 0x20) {
            byte[] escape = {'\\', 'u', '0', '0', (byte) HEX[value >> 4], (byte) HEX[value & 15]};
            System.arraycopy(escape, 0, bytes, size, escape.length);
            size += escape.length;
        } else {
            bytes[size++] = value;
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(bytes.length * 2, size), more));
        }
    }
}
