package dev.eider.staging.duckdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * Hashes of keys seen so far: open addressing over tags of 32 bits, whose slot tells as many bits again, so that two keys
 * are taken for one so rarely that it costs nothing. Four to eight bytes a key. Thread-safe without locks.
 */
final class SeenKeys {
    /** Beyond it, 64 MiB, a batch's keys are not held in memory. */
    static final long RECORDS_MAX = (1L << 24) * 3 / 4;

    private static final VarHandle TAGS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int SLOTS_MIN = 1 << 10;
    private static final int PROBES_MAX = 1 << 10;
    private static final int EMPTY = 0;

    private final int[] tags;

    private SeenKeys(int slots) {
        tags = new int[slots];
    }

    /** Room for the keys of so many records; empty where they are too many. */
    static Optional<SeenKeys> of(long records) {
        if (records > RECORDS_MAX) {
            return Optional.empty();
        }
        // At most three slots of four are taken: a fuller table is slow to search.
        int needed = (int) Math.max(SLOTS_MIN, records * 4 / 3);
        int floor = Integer.highestOneBit(needed);
        return Optional.of(new SeenKeys(floor < needed ? 2 * floor : floor));
    }

    /** Whether the hash was not seen before. False as well where more were added than announced: then nobody knows. */
    boolean add(long hash) {
        int tag = (int) (hash >>> Integer.SIZE);
        tag = tag == EMPTY ? 1 : tag;
        int mask = tags.length - 1;
        for (int probe = 0; probe < PROBES_MAX; probe++) {
            int slot = ((int) hash + probe) & mask;
            int there = tags[slot];
            if (there == EMPTY) {
                there = (int) TAGS.compareAndExchange(tags, slot, EMPTY, tag);
                if (there == EMPTY) {
                    return true;
                }
            }
            if (there == tag) {
                return false;
            }
        }
        return false;
    }
}
