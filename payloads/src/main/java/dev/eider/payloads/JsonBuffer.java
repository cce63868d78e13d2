package dev.eider.payloads;

import dev.eider.contract.judge.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** JSON text as bytes, of bounded length. Reused from record to record; not thread-safe. */
final class JsonBuffer {
    private static final int BYTES_MOSTLY = 16 << 10;
    private static final int KEPT_BYTES_MAX = 1 << 20;
    private static final int LONG_DIGITS_MAX = 20;
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private byte[] bytes = new byte[BYTES_MOSTLY];
    private int length;
    private int from;
    private int bytesMax;

    /** Starts anew. */
    void clear() {
        length = 0;
        from = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[BYTES_MOSTLY];
        }
    }

    /** From here on so many bytes may follow, and no more. */
    void limit(int most) {
        from = length;
        bytesMax = most;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Takes back what was put behind so many bytes. */
    void cut(int to) {
        length = to;
    }

    void put(byte one) throws RefusedException {
        room(1);
        bytes[length++] = one;
    }

    void put(char ascii) throws RefusedException {
        put((byte) ascii);
    }

    void put(byte[] text) throws RefusedException {
        put(text, 0, text.length);
    }

    void put(byte[] text, int start, int end) throws RefusedException {
        int size = end - start;
        room(size);
        System.arraycopy(text, start, bytes, length, size);
        length += size;
    }

    void text(CharSequence text) throws RefusedException {
        int size = text.length();
        room(size);
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void none() throws RefusedException {
        put(NULL);
    }

    void bool(boolean value) throws RefusedException {
        put(value ? TRUE : FALSE);
    }

    void number(long value) throws RefusedException {
        if (value == Long.MIN_VALUE) {
            text(Long.toString(value));
            return;
        }
        room(LONG_DIGITS_MAX);
        if (value < 0) {
            bytes[length++] = '-';
        }
        long left = Math.abs(value);
        int digits = 1;
        for (long rest = left / 10; rest > 0; rest /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
    }

    /** The shortest text that means this number; what is none is text, which no rule takes for a number. */
    void number(double value) throws RefusedException {
        real(Double.toString(value), Double.isFinite(value));
    }

    void number(float value) throws RefusedException {
        real(Float.toString(value), Float.isFinite(value));
    }

    private void real(String text, boolean isFinite) throws RefusedException {
        if (isFinite) {
            text(text);
        } else {
            quoted(text);
        }
    }

    /** A text of ASCII that needs no escapes. */
    void quoted(CharSequence text) throws RefusedException {
        put('"');
        text(text);
        put('"');
    }

    void base64(byte[] content, int start, int end) throws RefusedException {
        long size = (end - start + 2L) / 3 * 4 + 2;
        if (size > bytesMax) {
            throw RefusedException.tooLarge(bytesMax);
        }
        put('"');
        put(Base64.getEncoder().encode(Arrays.copyOfRange(content, start, end)));
        put('"');
    }

    /** Text in UTF-8, as a JSON string. */
    void string(byte[] text, int start, int end) throws RefusedException {
        put('"');
        int run = start;
        int at = start;
        while (at < end) {
            byte b = text[at];
            if (b >= ' ' && b != '"' && b != '\\') {
                at++;
            } else if (b < 0) {
                at = Utf8.sequence(text, at, end);
                if (at < 0) {
                    throw RefusedException.undecodable("a text that is not UTF-8");
                }
            } else {
                put(text, run, at);
                escape(b);
                run = ++at;
            }
        }
        put(text, run, end);
        put('"');
    }

    private void escape(byte b) throws RefusedException {
        put('\\');
        switch (b) {
            case '"', '\\' -> put(b);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            case '\b' -> put('b');
            case '\f' -> put('f');
            default -> {
                text("u00");
                put(HEX[b >> 4]);
                put(HEX[b & 0xf]);
            }
        }
    }

    /** A name with its quotes and its colon, ready to be put. */
    static byte[] name(String name) {
        JsonBuffer text = new JsonBuffer();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        text.limit(Integer.MAX_VALUE / 2);
        try {
            text.string(bytes, 0, bytes.length);
            text.put(':');
        } catch (RefusedException e) {
            throw new IllegalArgumentException("Invalid name: not Unicode", e);
        }
        return Arrays.copyOf(text.bytes, text.length);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void room(int more) throws RefusedException {
        long needed = (long) length + more;
        if (needed - from > bytesMax) {
            throw RefusedException.tooLarge(bytesMax);
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
        }
    }
}
