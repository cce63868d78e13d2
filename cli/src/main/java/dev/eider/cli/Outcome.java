package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.core.LoadReport;
import dev.eider.core.Publication;
import dev.eider.ingest.batch.Ingested;
import dev.eider.zones.Commit;
import java.time.Duration;
import java.util.Optional;

/** What became of a step. */
sealed interface Outcome {
    Step step();

    Duration took();

    /** The failure that the outcome is to the command. */
    default Optional<EiderException> failure() {
        return Optional.empty();
    }

    record Read(Step.Ingest step, Ingested ingested, Duration took) implements Outcome {}

    record Judged(Step.Stage step, Commit commit, Duration took) implements Outcome {
        @Override
        public Optional<EiderException> failure() {
            return Gates.failureOf(commit.manifest());
        }
    }

    record Loaded(Step step, LoadReport report, Duration took) implements Outcome {}

    record Published(Step step, Publication publication, Duration took) implements Outcome {
        @Override
        public Optional<EiderException> failure() {
            return publication.failure();
        }
    }

    /** The step failed; steps that need its result were left out. */
    record Failed(Step step, EiderException cause, Duration took) implements Outcome {
        @Override
        public Optional<EiderException> failure() {
            return Optional.of(cause);
        }
    }

    /** A step before it failed. */
    record LeftOut(Step step) implements Outcome {
        @Override
        public Duration took() {
            return Duration.ZERO;
        }
    }
}
