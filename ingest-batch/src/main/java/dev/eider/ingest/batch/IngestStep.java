package dev.eider.ingest.batch;

import dev.eider.contract.Contract;
import dev.eider.zones.BatchId;
import dev.eider.zones.Revision;
import dev.eider.zones.Slice;

/**
 * One raw revision of one slice, to be read from the source: plain data, made by {@link IngestPlan}, printed by
 * {@code plan} and executed by {@link BatchIngest} as it is. Immutable.
 */
public record IngestStep(Contract contract, Slice slice, Revision revision, Purpose purpose) {
    /** Why the slice is read. */
    public enum Purpose {
        /** It was not read before. */
        FIRST,
        /** It was asked for once more. */
        AGAIN,
        /** The contract's {@code lookback} reads it again; an equal content makes no new revision. */
        LOOKBACK
    }

    public IngestStep {
        BatchId batch = new BatchId(contract.dataset(), slice.name());
        if (!revision.equals(Revision.raw(batch, revision.number()))) {
            throw new IllegalArgumentException("Invalid step: " + revision + " is no raw revision of " + batch);
        }
    }

    /** The step of a slice's given revision. */
    public static IngestStep of(Contract contract, Slice slice, int number, Purpose purpose) {
        BatchId batch = new BatchId(contract.dataset(), slice.name());
        return new IngestStep(contract, slice, Revision.raw(batch, number), purpose);
    }

    /** {@code ingest transaction 2025-04-06, raw 0002 (again)}. */
    @Override
    public String toString() {
        String why = switch (purpose) {
            case FIRST -> "";
            case AGAIN -> " (again)";
            case LOOKBACK -> " (lookback)";
        };
        return "ingest " + contract.dataset() + " " + slice.name() + ", raw " + revision.label() + why;
    }
}
