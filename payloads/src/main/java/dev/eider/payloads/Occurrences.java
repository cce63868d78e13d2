package dev.eider.payloads;

import java.util.Arrays;

/**
 * Where the fields of a message stand in its bytes: a list of positions each, kept as numbers so that many cost little.
 * Messages within messages lie above each other. Not thread-safe.
 */
final class Occurrences {
    private static final int NONE = -1;
    private static final int NUMBERS_MOSTLY = 1 << 10;
    private static final int KEPT_MAX = 1 << 18;

    private int[] numbers = new int[NUMBERS_MOSTLY];
    private int size;

    void clear() {
        size = 0;
        if (numbers.length > KEPT_MAX) {
            numbers = new int[NUMBERS_MOSTLY];
        }
    }

    /** Room for a message above the others; {@link #release} gives it back. */
    int reserve(int fields, int oneOfs) {
        int base = size;
        int room = 2 * fields + oneOfs;
        room(room);
        Arrays.fill(numbers, base, base + room, NONE);
        size += room;
        return base;
    }

    void release(int base) {
        size = base;
    }

    /** Only the last position of a field counts. */
    void set(int base, int field, int position) {
        int head = numbers[base + 2 * field];
        if (head == NONE) {
            add(base, field, position);
        } else {
            numbers[head] = position;
        }
    }

    void add(int base, int field, int position) {
        room(2);
        int entry = size;
        size += 2;
        numbers[entry] = position;
        numbers[entry + 1] = NONE;
        int tail = numbers[base + 2 * field + 1];
        if (tail == NONE) {
            numbers[base + 2 * field] = entry;
        } else {
            numbers[tail + 1] = entry;
        }
        numbers[base + 2 * field + 1] = entry;
    }

    /** Of a group's fields the last one sent is set; the others are not. */
    void choose(int base, int fields, int oneOf, int field) {
        int chosen = base + 2 * fields + oneOf;
        int before = numbers[chosen];
        if (before != NONE && before != field) {
            numbers[base + 2 * before] = NONE;
            numbers[base + 2 * before + 1] = NONE;
        }
        numbers[chosen] = field;
    }

    /** The first entry of a field; negative for none. */
    int first(int base, int field) {
        return numbers[base + 2 * field];
    }

    int next(int entry) {
        return numbers[entry + 1];
    }

    int position(int entry) {
        return numbers[entry];
    }

    /** Another entry counts in its place. */
    void replace(int entry) {
        numbers[entry] = NONE;
    }

    boolean isReplaced(int entry) {
        return numbers[entry] == NONE;
    }

    private void room(int more) {
        if (size + more > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(size + more, 2 * numbers.length));
        }
    }
}
