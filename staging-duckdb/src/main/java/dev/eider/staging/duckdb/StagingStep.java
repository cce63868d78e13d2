package dev.eider.staging.duckdb;

import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import java.util.List;
import java.util.Optional;

/**
 * One staging that is due: what {@link Staging#run} executes and what a plan prints.
 *
 * @param raws the raw revisions to judge: one, or several of a chain that follow each other
 * @param target the staged revision they become, named after the first
 * @param offsets what batches of a chain state together
 */
public record StagingStep(List<Revision> raws, Revision target, Optional<OffsetRange> offsets, Gating gating) {
    /** What a failing quality gate means. */
    public enum Gating {
        /** The batch is held. */
        HOLD,
        /** A person has looked: the batch goes on, and its manifest says why it would have been held. */
        ACCEPT
    }

    public StagingStep {
        raws = List.copyOf(raws);
        if (raws.isEmpty() || (raws.size() > 1 && offsets.isEmpty())) {
            throw new IllegalArgumentException("Invalid staging: " + raws.size() + " raw revisions");
        }
        if (!target.rawInput().equals(raws.get(0))) {
            throw new IllegalArgumentException("Invalid staging: " + target + " of " + raws.get(0));
        }
    }

    /** The staging of a batch that is no range of offsets. */
    public StagingStep(Revision raw, Revision target) {
        this(List.of(raw), target, Optional.empty(), Gating.HOLD);
    }

    /** The first raw revision, which the target is named after. */
    public Revision raw() {
        return raws.get(0);
    }

    /** The same step for a batch that a person has accepted. */
    public StagingStep accepted() {
        return new StagingStep(raws, target, offsets, Gating.ACCEPT);
    }

    /** What is staged, for people. */
    String batch() {
        return offsets.map(range -> raw().batch().dataset() + " " + range)
                .orElseGet(() -> raw().batch().toString());
    }

    @Override
    public String toString() {
        return "stage " + batch() + " " + target.label() + (gating == Gating.ACCEPT ? " (accept)" : "");
    }
}
