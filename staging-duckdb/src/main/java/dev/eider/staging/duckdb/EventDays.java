package dev.eider.staging.duckdb;

import dev.eider.contract.Verdict;
import dev.eider.zones.EventTimes;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clean records by event date, in days since 1970. Bounded: more dates than allowed are told, not kept. Not thread-safe. */
final class EventDays {
    private final int datesMax;
    private final Map<Integer, long[]> counts = new HashMap<>();
    private int lastDay = Verdict.Clean.NO_DATE;
    private long[] last = new long[1];
    private boolean tooMany;

    EventDays(int datesMax) {
        this.datesMax = datesMax;
    }

    /** Counts a record; neighbours mostly share their date. */
    void count(int day) {
        if (day == Verdict.Clean.NO_DATE) {
            return;
        }
        if (day != lastDay) {
            last = counter(day);
            lastDay = day;
        }
        last[0]++;
    }

    private long[] counter(int day) {
        long[] known = counts.get(day);
        if (known != null) {
            return known;
        }
        long[] fresh = new long[1];
        if (counts.size() < datesMax) {
            counts.put(day, fresh);
        } else {
            tooMany = true;
        }
        return fresh;
    }

    void add(EventDays other) {
        other.counts.forEach((day, count) -> counter(day)[0] += count[0]);
        tooMany |= other.tooMany;
        lastDay = Verdict.Clean.NO_DATE;
    }

    /** Whether there were more dates than allowed, so that the rest is incomplete. */
    boolean areTooMany() {
        return tooMany;
    }

    /** Dates of at least this many records, in order. */
    List<LocalDate> of(long recordsMin) {
        return counts.entrySet().stream()
                .filter(e -> e.getValue()[0] >= recordsMin)
                .map(e -> LocalDate.ofEpochDay(e.getKey()))
                .sorted()
                .toList();
    }

    Optional<EventTimes> bounds() {
        List<LocalDate> dates = of(1);
        return dates.isEmpty()
                ? Optional.empty()
                : Optional.of(new EventTimes(dates.get(0), dates.get(dates.size() - 1), dates.size()));
    }
}
