package dev.eider.contract.judge;

import java.util.Arrays;

/**
 * Member names that one record's objects have shown so far, compared exactly and as decoded. Grows with the names of
 * a record, which its size bounds; not thread-safe.
 */
final class NameSet {
    private static final int CAPACITY_FIRST = 64;
    private static final int KEPT_MAX = 1 << 10;

    private final TextBuffer decoded;
    private int[] slots = new int[2 * CAPACITY_FIRST];
    private int[] owners = new int[CAPACITY_FIRST];
    private int[] hashes = new int[CAPACITY_FIRST];
    private int[] starts = new int[CAPACITY_FIRST];
    private int[] lengths = new int[CAPACITY_FIRST];
    private boolean[] inPlace = new boolean[CAPACITY_FIRST];
    private int count;

    NameSet(TextBuffer decoded) {
        this.decoded = decoded;
    }

    void clear() {
        if (count == 0) {
            return;
        }
        if (slots.length > KEPT_MAX) {
            slots = new int[2 * CAPACITY_FIRST];
            resize(CAPACITY_FIRST);
        } else {
            Arrays.fill(slots, 0);
        }
        count = 0;
    }

    /**
     * Adds the name that {@code name} read last, where the object does not have it yet.
     *
     * @param record the buffer that names in place stand in
     */
    boolean add(int object, byte[] record, JsonText name) {
        int length = name.to() - name.from();
        int hash = Words.hash(name.bytes(), name.from(), name.to()) * 31 + object * 0x9E3779B9;
        int slot = spread(hash) & (slots.length - 1);
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && owners[entry] == object && lengths[entry] == length) {
                byte[] bytes = inPlace[entry] ? record : decoded.bytes();
                if (Words.equal(bytes, starts[entry], name.bytes(), name.from(), length)) {
                    return false;
                }
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = count + 1;
        owners[count] = object;
        hashes[count] = hash;
        starts[count] = name.from();
        lengths[count] = length;
        inPlace[count] = name.isInPlace();
        count++;
        if (count == owners.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        resize(2 * count);
        slots = new int[4 * count];
        for (int entry = 0; entry < count; entry++) {
            int slot = spread(hashes[entry]) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = entry + 1;
        }
    }

    private void resize(int capacity) {
        owners = Arrays.copyOf(owners, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        inPlace = Arrays.copyOf(inPlace, capacity);
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 15);
    }
}
