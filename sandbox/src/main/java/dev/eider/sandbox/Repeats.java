package dev.eider.sandbox;

/**
 * Which records are served twice.
 *
 * @param seed of this dataset
 * @param share of records, in [0, 1]
 */
record Repeats(long seed, double share) {
    boolean hits(long record) {
        return share > 0 && Mix.unit(Mix.of(Mix.of(seed, "repeats"), record)) < share;
    }
}
