package dev.eider.sandbox;

import java.time.LocalDate;
import java.util.Optional;

/** The bank's transactions, each a function of seed, day and index. Immutable. */
final class Transactions implements Dataset {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long IDS_PER_DAY = 10_000_000L;

    private final SandboxConfig config;
    private final BankDay[] days;
    private final TransactionRecord records;
    private final long seed;
    private final Rates<Dirty> dirty;

    Transactions(SandboxConfig config, Accounts accounts) {
        this.config = config;
        seed = Mix.of(config.seed(), "transactions");
        dirty = config.dirty();
        records = new TransactionRecord(seed, accounts);
        days = new BankDay[config.days()];
        for (int i = 0; i < days.length; i++) {
            LocalDate date = config.from().plusDays(i);
            days[i] = new BankDay(Mix.of(seed, "days"), config.from(), date, config.transactionsPerDay());
        }
    }

    @Override
    public Days select(Interval interval) {
        int[] first = new int[days.length];
        long[] starts = new long[days.length + 1];
        for (int i = 0; i < days.length; i++) {
            first[i] = indexAt(days[i], interval.from());
            starts[i + 1] = starts[i] + indexAt(days[i], interval.to()) - first[i];
        }
        return new Days(first, starts);
    }

    /** The first index of a day at or after a millisecond: its count if there is none. */
    private int indexAt(BankDay day, long millis) {
        long start = day.date().toEpochDay() * DAY_MILLIS;
        if (millis <= start) {
            return 0;
        }
        if (millis >= start + DAY_MILLIS) {
            return day.count();
        }
        int low = 0;
        int high = day.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start + records.millisOfDay(day, middle) < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Runs of indexes, one a day. */
    final class Days implements Selection {
        private final int[] first;
        private final long[] starts;

        Days(int[] first, long[] starts) {
            this.first = first;
            this.starts = starts;
        }

        @Override
        public long size() {
            return starts[starts.length - 1];
        }

        @Override
        public void render(long rank, PageBuffer out) {
            render(rank, dirty(rank), out);
        }

        /** Writes the record as it would be if nothing were wrong with it. */
        void renderClean(long rank, PageBuffer out) {
            render(rank, Optional.empty(), out);
        }

        private void render(long rank, Optional<Dirty> dirty, PageBuffer out) {
            int day = dayOf(rank);
            int index = indexOf(day, rank);
            records.render(days[day], index, idOf(day, index), dirty, out);
        }

        @Override
        public Optional<Dirty> dirty(long rank) {
            int day = dayOf(rank);
            return dirtyOf(day, indexOf(day, rank));
        }

        @Override
        public boolean isRepeated(long rank) {
            if (config.repeats() == 0) {
                return false;
            }
            int day = dayOf(rank);
            int index = indexOf(day, rank);
            long hash = Mix.of(Mix.of(seed, "repeats"), idOf(day, index));
            return Mix.unit(hash) < config.repeats() && dirtyOf(day, index).isEmpty();
        }

        /** The last day that starts at or before the rank and has records of its own. */
        private int dayOf(long rank) {
            int low = 0;
            int high = days.length - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (starts[middle] <= rank) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        private int indexOf(int day, long rank) {
            return first[day] + (int) (rank - starts[day]);
        }
    }

    private long idOf(int day, int index) {
        return days[day].date().toEpochDay() * IDS_PER_DAY + index + 1;
    }

    private Optional<Dirty> dirtyOf(int day, int index) {
        return dirty.isEmpty() ? Optional.empty() : dirty.pick(Mix.of(Mix.of(seed, "dirty"), idOf(day, index)));
    }
}
