package dev.eider.staging.duckdb;

import dev.eider.zones.Revision;

/**
 * One staging that is due: what {@link Staging#run} executes and what a plan prints.
 *
 * @param raw the raw revision to judge
 * @param target the staged revision it becomes
 */
public record StagingStep(Revision raw, Revision target) {
    @Override
    public String toString() {
        return "stage " + raw.batch() + " " + target.label();
    }
}
