package dev.eider.ingest.batch;

import dev.eider.metrics.Recorder;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a step asked and got. Thread-safe. */
final class Traffic {
    private final Recorder recorder;
    private final String dataset;
    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** What became of a request. */
    enum Outcome {
        OK("ok"),
        RETRIED("retried"),
        REFUSED("refused"),
        BAD_PAGE("bad_page");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    Traffic(Recorder recorder, String dataset) {
        this.recorder = recorder;
        this.dataset = dataset;
    }

    /** A request is sent. */
    void asked() {
        requests.increment();
    }

    void answered(Outcome outcome) {
        if (outcome == Outcome.RETRIED) {
            retries.increment();
        }
        recorder.requests(dataset, outcome.label, 1);
    }

    void received(long count) {
        bytes.add(count);
    }

    long requests() {
        return requests.sum();
    }

    long retries() {
        return retries.sum();
    }

    long bytes() {
        return bytes.sum();
    }
}
