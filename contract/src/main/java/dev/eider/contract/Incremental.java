package dev.eider.contract;

import java.time.LocalDate;

/**
 * Calendar intervals in which a source is read, in the contract's zone.
 *
 * @param start first day of the first interval
 * @param lookback earlier intervals read again as new revisions
 * @param parallel intervals read at once
 */
public record Incremental(LocalDate start, Unit unit, int lookback, int parallel) {
    /** Length of an interval. */
    public enum Unit {
        HOUR,
        DAY,
        WEEK,
        MONTH
    }
}
