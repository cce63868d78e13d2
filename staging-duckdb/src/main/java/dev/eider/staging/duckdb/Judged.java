package dev.eider.staging.duckdb;

import java.nio.file.Path;
import java.util.List;

/**
 * Clean files of a batch before its keys are ranked.
 *
 * @param files all of them
 * @param repeats those of them that hold what the scan held aside
 * @param areRepeatsKnown whether each key that repeats has a record in {@code repeats}
 */
record Judged(List<Path> files, List<Path> repeats, boolean areRepeatsKnown) {
    static final Judged NOTHING = new Judged(List.of(), List.of(), true);
}
