package dev.eider.cli;

import dev.eider.core.Publication;
import dev.eider.metrics.Recorder;

/** Counts what became of the star; ingesting and staging count for themselves. */
final class StarMetrics {
    private StarMetrics() {}

    static void count(Recorder recorder, Outcome outcome) {
        if (outcome.step().dataset().isPresent() || outcome instanceof Outcome.LeftOut) {
            return;
        }
        String result = outcome.failure().isPresent() ? "failed" : "done";
        recorder.step(outcome.step().stage(), "", result, outcome.took());
        if (outcome instanceof Outcome.Loaded loaded) {
            loaded.report()
                    .loaded()
                    .forEach(batch -> recorder.records("load", batch.dataset().value(), "loaded", batch.rows()));
        }
        if (outcome instanceof Outcome.Published published
                && published.publication() instanceof Publication.Moved moved) {
            moved.generation().rows().forEach(recorder::tableRows);
        }
    }
}
