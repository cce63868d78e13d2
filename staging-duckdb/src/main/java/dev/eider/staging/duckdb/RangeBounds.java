package dev.eider.staging.duckdb;

/**
 * Up to where ranges of a chain are staged together: many small ones make one file of clean, and a run stays bounded.
 * A range that is larger by itself is staged alone.
 *
 * @param bytesMax of raw, as stored
 */
record RangeBounds(int rangesMax, long recordsMax, long bytesMax) {
    static final RangeBounds DEFAULT = new RangeBounds(512, 2_000_000, 256L << 20);
}
