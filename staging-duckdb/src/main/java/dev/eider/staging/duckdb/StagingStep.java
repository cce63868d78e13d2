package dev.eider.staging.duckdb;

import dev.eider.zones.Revision;

/**
 * One staging that is due: what {@link Staging#run} executes and what a plan prints.
 *
 * @param raw the raw revision to judge
 * @param target the staged revision it becomes
 */
public record StagingStep(Revision raw, Revision target, Gating gating) {
    /** What a failing quality gate means. */
    public enum Gating {
        /** The batch is held. */
        HOLD,
        /** A person has looked: the batch goes on, and its manifest says why it would have been held. */
        ACCEPT
    }

    public StagingStep(Revision raw, Revision target) {
        this(raw, target, Gating.HOLD);
    }

    /** The same step for a batch that a person has accepted. */
    public StagingStep accepted() {
        return new StagingStep(raw, target, Gating.ACCEPT);
    }

    @Override
    public String toString() {
        return "stage " + raw.batch() + " " + target.label() + (gating == Gating.ACCEPT ? " (accept)" : "");
    }
}
