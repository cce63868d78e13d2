package dev.eider.contract;

import java.time.LocalDate;

/**
 * Calendar intervals in which a source is read, in the contract's zone.
 *
 * @param start first day of the first interval
 * @param lookback earlier intervals read again as new revisions
 */
public record Incremental(LocalDate start, Unit unit, int lookback) {
    /** Length of an interval. */
    public enum Unit {
        HOUR,
        DAY,
        WEEK,
        MONTH
    }
}
