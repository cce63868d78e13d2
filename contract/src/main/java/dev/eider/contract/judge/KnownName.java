package dev.eider.contract.judge;

import java.util.Arrays;

/** A member name that is expected where it stands, compared as raw bytes with its closing quote. Immutable. */
public final class KnownName {
    private final byte[] bytes;
    private final long[] words;
    private final long lastMask;

    public KnownName(byte[] name) {
        bytes = Arrays.copyOf(name, name.length + 1);
        bytes[name.length] = '"';
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        words = new long[padded.length / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = Words.at(padded, i * Long.BYTES);
        }
        int spare = padded.length - bytes.length;
        lastMask = -1L >>> (spare * Byte.SIZE);
    }

    /** Length with the closing quote. */
    public int length() {
        return bytes.length;
    }

    /** Whether the name and its closing quote stand at {@code at}, all of them before {@code end}. */
    public boolean standsAt(byte[] text, int at, int end) {
        if (at + words.length * Long.BYTES > text.length) {
            return at + bytes.length <= end && Words.equal(bytes, 0, text, at, bytes.length);
        }
        int last = words.length - 1;
        for (int i = 0; i < last; i++) {
            if (Words.at(text, at + i * Long.BYTES) != words[i]) {
                return false;
            }
        }
        return ((Words.at(text, at + last * Long.BYTES) ^ words[last]) & lastMask) == 0 && at + bytes.length <= end;
    }
}
