package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.ingest.batch.IngestStep;
import dev.eider.staging.duckdb.StagingStep;
import java.util.Optional;

/** One thing a run will do, as data; its text is what {@code eider plan} prints. */
sealed interface Step {
    /** The dataset it works on; empty for the steps that work on the warehouse as a whole. */
    default Optional<DatasetName> dataset() {
        return Optional.empty();
    }

    /** The stage's name in metrics and summaries. */
    String stage();

    /** Reads a slice of the source into raw. */
    record Ingest(IngestStep step) implements Step {
        @Override
        public Optional<DatasetName> dataset() {
            return Optional.of(step.contract().dataset());
        }

        @Override
        public String stage() {
            return "ingest";
        }

        @Override
        public String toString() {
            return step.toString();
        }
    }

    /** Judges a raw revision into clean and error. */
    record Stage(Contract contract, StagingStep step) implements Step {
        @Override
        public Optional<DatasetName> dataset() {
            return Optional.of(contract.dataset());
        }

        @Override
        public String stage() {
            return "stage";
        }

        @Override
        public String toString() {
            return step.toString();
        }
    }

    /** Brings the star up to what is staged. */
    record Load() implements Step {
        @Override
        public String stage() {
            return "load";
        }

        @Override
        public String toString() {
            return "load what is staged and not in the star";
        }
    }

    /** Publishes the star as a new generation. */
    record Publish() implements Step {
        @Override
        public String stage() {
            return "publish";
        }

        @Override
        public String toString() {
            return "publish a new generation";
        }
    }
}
