package dev.eider.contract.judge;

import java.util.List;

/** Fixed texts and their numbers, found by their UTF-8 bytes. Immutable. */
public final class NameTable {
    private final byte[][] names;
    private final int[] slots;

    /**
     * A table of texts, numbered as they stand.
     *
     * @param names each once
     */
    public NameTable(List<byte[]> names) {
        this.names = names.toArray(byte[][]::new);
        this.slots = new int[Math.max(4, Integer.highestOneBit(Math.max(1, names.size())) << 2)];
        for (int number = 0; number < this.names.length; number++) {
            byte[] name = this.names[number];
            int slot = Words.hash(name, 0, name.length) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number + 1;
        }
    }

    /** Number of the text, or -1. */
    public int find(byte[] bytes, int from, int to) {
        int slot = Words.hash(bytes, from, to) & (slots.length - 1);
        while (slots[slot] != 0) {
            byte[] name = names[slots[slot] - 1];
            if (name.length == to - from && Words.equal(name, 0, bytes, from, name.length)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }
}
