package dev.eider.sandbox;

import java.util.Optional;

/** Records that can be paged. Thread-safe. */
interface Dataset {
    /** The records of an interval, in the order in which they are served. */
    Selection select(Interval interval) throws BadRequestException;

    /** The chosen records, by their rank. Immutable. */
    interface Selection {
        long size();

        /** Writes the record as JSON. */
        void render(long rank, PageBuffer out);

        /** What is wrong with the record. */
        default Optional<Dirty> dirty(long rank) {
            return Optional.empty();
        }

        /** True if the record is served a second time on the next page. */
        boolean isRepeated(long rank);

        /** Counts what reading all of the selection once brings. */
        default DirtyCounts expected() {
            DirtyCounts.Tally tally = new DirtyCounts.Tally();
            for (long rank = 0; rank < size(); rank++) {
                dirty(rank).ifPresent(tally::dirty);
                if (isRepeated(rank)) {
                    tally.repeat();
                }
            }
            return tally.counts(size());
        }
    }
}
