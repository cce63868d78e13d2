package dev.eider.contract.judge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out for the texts seen of late, by their exact bytes: a bounded, direct-mapped memory in front of
 * dear functions. Holds values of records, so it lives and dies with its validator. Not thread-safe.
 */
public final class RecentValues<T> {
    /** Longer texts are not remembered. */
    public static final int BYTES_MAX = 64;

    private final byte[] @Nullable [] texts;
    private final @Nullable Object[] values;

    /**
     * An empty memory.
     *
     * @param capacity a power of two
     */
    public RecentValues(int capacity) {
        texts = new byte[capacity][];
        values = new Object[capacity];
    }

    @SuppressWarnings("unchecked") // only put() fills it
    public @Nullable T find(byte[] bytes, int from, int to) {
        int slot = Words.hash(bytes, from, to) & (texts.length - 1);
        byte[] text = texts[slot];
        boolean isIt = text != null && text.length == to - from && Words.equal(text, 0, bytes, from, text.length);
        return isIt ? (T) values[slot] : null;
    }

    public void put(byte[] bytes, int from, int to, T value) {
        if (to - from <= BYTES_MAX) {
            int slot = Words.hash(bytes, from, to) & (texts.length - 1);
            texts[slot] = Arrays.copyOfRange(bytes, from, to);
            values[slot] = value;
        }
    }
}
