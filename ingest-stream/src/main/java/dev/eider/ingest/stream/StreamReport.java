package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run committed.
 *
 * @param datasets sums by dataset; those that read nothing are left out
 * @param incidents partitions that are not read any further
 */
public record StreamReport(Map<DatasetName, Sums> datasets, List<Incident> incidents) {
    /** Nothing. */
    public static final StreamReport EMPTY = new StreamReport(Map.of(), List.of());

    public StreamReport {
        datasets = new TreeMap<>(datasets);
        incidents = List.copyOf(incidents);
    }

    /**
     * Sums of committed ranges.
     *
     * @param bytes as stored
     */
    public record Sums(long ranges, long records, long control, long missing, long bytes) {
        Sums plus(Sums other) {
            return new Sums(
                    ranges + other.ranges,
                    records + other.records,
                    control + other.control,
                    missing + other.missing,
                    bytes + other.bytes);
        }
    }

    StreamReport plus(StreamReport other) {
        Map<DatasetName, Sums> sums = new TreeMap<>(datasets);
        other.datasets.forEach((dataset, more) -> sums.merge(dataset, more, Sums::plus));
        List<Incident> all = new ArrayList<>(incidents);
        all.addAll(other.incidents);
        return new StreamReport(sums, all);
    }
}
