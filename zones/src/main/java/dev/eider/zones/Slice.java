package dev.eider.zones;

import dev.eider.contract.Incremental;
import java.time.Instant;
import java.time.LocalDate;

/** The part of a dataset that one batch states. Its name is deterministic, sorts by time and is a valid name segment. */
public sealed interface Slice extends Comparable<Slice> {
    /** The name in object keys: {@code 2025-04-06}. */
    String name();

    /** First instant in it. */
    Instant start();

    /** First instant after it. */
    Instant end();

    /** The time the batch stands for, which ranks its records where the contract names no {@code updated_at}. */
    default Instant nominalTime() {
        return start();
    }

    /** Folder of raw and error: the day the batch stands for. */
    LocalDate folderDate();

    @Override
    default int compareTo(Slice other) {
        int byTime = nominalTime().compareTo(other.nominalTime());
        return byTime != 0 ? byTime : name().compareTo(other.name());
    }

    /**
     * A calendar interval of the contract's zone.
     *
     * @param name like {@code 2025-04-06}, {@code 2025-04-06t05}, {@code 2025-w14}, {@code 2025-04}
     * @param start first instant in it
     * @param end first instant after it
     * @param folderDate first local day
     */
    record Interval(String name, Incremental.Unit unit, Instant start, Instant end, LocalDate folderDate)
            implements Slice {}

    /**
     * Everything the source holds, as it was read on a day of the contract's zone.
     *
     * @param start first instant of the day
     * @param end first instant of the day after
     */
    record Snapshot(LocalDate day, Instant start, Instant end) implements Slice {
        @Override
        public String name() {
            return day.toString();
        }

        @Override
        public LocalDate folderDate() {
            return day;
        }
    }
}
