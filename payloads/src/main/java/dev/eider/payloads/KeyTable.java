package dev.eider.payloads;

import java.util.Arrays;

/**
 * Keys of one map as text, each with the entry that has it. Grows with the different keys of a record, which its size
 * bounds; not thread-safe.
 */
final class KeyTable {
    private static final int CAPACITY_FIRST = 64;
    private static final int KEPT_MAX = 1 << 10;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final JsonBuffer text = new JsonBuffer();
    private int[] slots = new int[2 * CAPACITY_FIRST];
    private int[] entries = new int[CAPACITY_FIRST];
    private int[] hashes = new int[CAPACITY_FIRST];
    private int[] ends = new int[CAPACITY_FIRST];
    private int count;

    /** Starts anew; all keys together may have so many bytes. */
    void clear(int bytesMax) {
        text.clear();
        text.limit(bytesMax);
        count = 0;
        if (slots.length > KEPT_MAX) {
            slots = new int[2 * CAPACITY_FIRST];
            resize(CAPACITY_FIRST);
        } else {
            Arrays.fill(slots, 0);
        }
    }

    /** Where the next key is to be written. */
    JsonBuffer text() {
        return text;
    }

    /** Gives the key that was written last to an entry; the one that had it before, or -1. */
    int put(int entry) {
        int from = start(count);
        int to = text.length();
        byte[] bytes = text.bytes();
        int hash = hash(bytes, from, to);
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            int key = slots[slot] - 1;
            if (hashes[key] == hash && Arrays.equals(bytes, start(key), ends[key], bytes, from, to)) {
                int before = entries[key];
                entries[key] = entry;
                text.cut(from);
                return before;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = count + 1;
        entries[count] = entry;
        hashes[count] = hash;
        ends[count] = to;
        count++;
        if (count == entries.length) {
            grow();
        }
        return -1;
    }

    private int start(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    private void grow() {
        resize(2 * count);
        slots = new int[4 * count];
        for (int key = 0; key < count; key++) {
            int slot = hashes[key] & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = key + 1;
        }
    }

    private void resize(int capacity) {
        entries = Arrays.copyOf(entries, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        ends = Arrays.copyOf(ends, capacity);
    }

    private static int hash(byte[] bytes, int from, int to) {
        long hash = 0;
        for (int at = from; at < to; at++) {
            hash = (hash ^ bytes[at]) * MIX;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
