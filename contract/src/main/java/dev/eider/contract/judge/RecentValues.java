package dev.eider.contract.judge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out for the texts seen of late, by their exact bytes: a bounded memory in front of dear functions,
 * in groups of which the longest unused goes first. Holds values of records, so it lives and dies with its validator.
 * Not thread-safe.
 */
public final class RecentValues<T> {
    /** Longer texts are not remembered. */
    public static final int BYTES_MAX = 64;

    private static final int GROUP = 4;

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
        int group = group(bytes, from, to);
        for (int slot = group; slot < group + GROUP; slot++) {
            byte[] text = texts[slot];
            if (text != null && text.length == to - from && Words.equal(text, 0, bytes, from, text.length)) {
                Object value = values[slot];
                moveDown(group, slot);
                texts[group] = text;
                values[group] = value;
                return (T) value;
            }
        }
        return null;
    }

    /** Remembers a text that {@link #find} did not. */
    public void put(byte[] bytes, int from, int to, T value) {
        if (to - from <= BYTES_MAX) {
            int group = group(bytes, from, to);
            moveDown(group, group + GROUP - 1);
            texts[group] = Arrays.copyOfRange(bytes, from, to);
            values[group] = value;
        }
    }

    private int group(byte[] bytes, int from, int to) {
        return Words.hash(bytes, from, to) & (texts.length - GROUP);
    }

    private void moveDown(int group, int last) {
        for (int slot = last; slot > group; slot--) {
            texts[slot] = texts[slot - 1];
            values[slot] = values[slot - 1];
        }
    }
}
