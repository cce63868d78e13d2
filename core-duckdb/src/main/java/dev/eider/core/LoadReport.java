package dev.eider.core;

import dev.eider.contract.DatasetName;
import dev.eider.zones.Revision;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a load did, for a summary.
 *
 * @param loaded batches whose rows are new in the star, in the order of batches; empty where all was up to date
 * @param held batches whose newest revision failed its quality gate: the star keeps the rows of an older one, if any
 * @param stale batches whose newest raw revision is not staged yet: the star shows the one before, if any
 * @param warnings audits of severity warn that found rows
 * @param rows rows by table of the star and mart, after the load
 * @param restarted why the working file was started again; empty where it was not
 * @param took time by step, in the order of steps
 */
public record LoadReport(
        List<Loaded> loaded,
        List<Revision> held,
        List<Revision> stale,
        List<Warning> warnings,
        Map<String, Long> rows,
        Optional<String> restarted,
        Map<String, Duration> took) {
    public LoadReport {
        loaded = List.copyOf(loaded);
        held = List.copyOf(held);
        stale = List.copyOf(stale);
        warnings = List.copyOf(warnings);
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        took = Collections.unmodifiableMap(new LinkedHashMap<>(took));
    }

    /** Clean rows that came into the star, of all batches. */
    public long rowsLoaded() {
        return loaded.stream().mapToLong(Loaded::rows).sum();
    }

    /**
     * A batch that came into the star.
     *
     * @param rows clean rows of the revision
     * @param replaces label of the revision whose rows it replaced
     */
    public record Loaded(Revision revision, long rows, Optional<String> replaces) {
        public DatasetName dataset() {
            return revision.batch().dataset();
        }
    }

    /** An audit of severity warn that found rows. */
    public record Warning(String audit, String description, long rows) {}
}
