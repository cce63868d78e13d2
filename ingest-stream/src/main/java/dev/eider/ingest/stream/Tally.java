package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.StoredFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the run of one connection has done so far, told as it comes. Owned by the thread that polls. */
final class Tally {
    private final StreamListener listener;
    private final Recorder recorder;
    private final Map<String, Incident> incidents = new TreeMap<>();
    private final Map<DatasetName, StreamReport.Sums> sums = new TreeMap<>();

    Tally(StreamListener listener, Recorder recorder) {
        this.listener = listener;
        this.recorder = recorder;
    }

    /** A range stands. */
    void stands(Manifest manifest) {
        OffsetRange range = manifest.offsets().orElseThrow();
        long bytes = manifest.outputs().stream().mapToLong(StoredFile::bytes).sum();
        sums.merge(
                manifest.revision().batch().dataset(),
                new StreamReport.Sums(1, range.records(), range.control(), range.missing(), bytes),
                StreamReport.Sums::plus);
        listener.committed(manifest);
    }

    /** A partition is not read any further; the first time it is told. */
    void broken(Incident incident) {
        String key = incident.dataset() + " " + incident.topic() + ":" + incident.partition();
        if (incidents.put(key, incident) == null) {
            listener.broken(incident);
        }
    }

    /** Something is hardly meant. */
    void warned(String what) {
        listener.warned(what);
    }

    /**
     * Where reading is.
     *
     * @param broken how many partitions are not read any further
     */
    void at(long records, Map<DatasetName, Long> lags, Map<DatasetName, Long> broken) {
        listener.at(records, lags.values().stream().mapToLong(Long::longValue).sum());
        lags.forEach((dataset, lag) -> recorder.lag(RangeCommitter.STAGE, dataset.value(), lag));
        broken.forEach((dataset, count) -> recorder.brokenPartitions(RangeCommitter.STAGE, dataset.value(), count));
    }

    StreamReport report() {
        return new StreamReport(sums, List.copyOf(incidents.values()));
    }
}
