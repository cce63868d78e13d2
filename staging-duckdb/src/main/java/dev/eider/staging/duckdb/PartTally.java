package dev.eider.staging.duckdb;

/** What one part yielded, counted where it happens. Owned by the thread that scans the part. */
final class PartTally {
    final EventDays days;
    long read;
    long filtered;
    long unknownFields;

    PartTally(int datesMax) {
        days = new EventDays(datesMax);
    }
}
