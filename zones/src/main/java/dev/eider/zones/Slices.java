package dev.eider.zones;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Incremental;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The slices of a dataset: what its contract and a clock make due, and what a name stands for. */
public final class Slices {
    private Slices() {}

    /**
     * All that should have been read by now, oldest first: every interval that is over, from the contract's start on;
     * without intervals the snapshot of the day. A dataset that only follows topics has none.
     */
    public static List<Slice> due(Contract contract, Clock clock) {
        Optional<Incremental> incremental = contract.source().incremental();
        if (contract.source().api().isEmpty()) {
            return List.of();
        }
        if (incremental.isEmpty()) {
            return List.of(snapshot(contract.timezone(), clock));
        }
        Instant now = clock.instant();
        Calendar calendar = new Calendar(incremental.get().unit(), contract.timezone());
        LocalDate last = LocalDate.ofInstant(now, contract.timezone());
        List<Slice> due = new ArrayList<>();
        for (Slice.Interval interval : calendar.between(incremental.get().start(), last)) {
            if (!interval.end().isAfter(now)) {
                due.add(interval);
            }
        }
        return due;
    }

    /**
     * The slice of a name, like {@code 2025-04-06}.
     *
     * @throws EiderException of code INVALID_ARGUMENT for what is no name, not over, or before the contract's start
     */
    public static Slice named(Contract contract, String name, Clock clock) throws EiderException {
        requireApi(contract);
        Optional<Incremental> incremental = contract.source().incremental();
        if (incremental.isEmpty()) {
            return namedSnapshot(contract, name, clock);
        }
        Slice.Interval interval = interval(contract, incremental.get(), name);
        if (interval.end().isAfter(clock.instant())) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot read interval " + name + " of " + contract.dataset() + ": it is not over before "
                            + interval.end(),
                    "Wait until then, or choose an earlier interval");
        }
        requireStarted(contract, incremental.get(), interval);
        return interval;
    }

    /**
     * Intervals from one to another, both included, as far as they are over; each end is an interval's name or a day.
     * A dataset without intervals has its snapshot of the day, if the day lies between.
     */
    public static List<Slice> between(Contract contract, String from, String to, Clock clock) throws EiderException {
        Calendar calendar = calendar(contract);
        Instant first = bound(contract, calendar, from).start();
        Instant end = bound(contract, calendar, to).end();
        if (!first.isBefore(end)) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot read from " + from + " to " + to + ": the end is before the beginning",
                    "Exchange --from and --to");
        }
        return due(contract, clock).stream()
                .filter(slice -> slice.end().isAfter(first) && slice.start().isBefore(end))
                .toList();
    }

    /** Whether an instant lies in the intervals from one to another, both included. */
    public static boolean isBetween(Contract contract, String from, String to, Instant instant) throws EiderException {
        Calendar calendar = calendar(contract);
        return !instant.isBefore(bound(contract, calendar, from).start())
                && instant.isBefore(bound(contract, calendar, to).end());
    }

    private static Calendar calendar(Contract contract) {
        Incremental.Unit unit =
                contract.source().incremental().map(Incremental::unit).orElse(Incremental.Unit.DAY);
        return new Calendar(unit, contract.timezone());
    }

    private static void requireApi(Contract contract) throws EiderException {
        if (contract.source().api().isEmpty()) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot read an interval of " + contract.dataset() + ": it follows topics",
                    "eider stream --dataset " + contract.dataset());
        }
    }

    private static Slice.Snapshot snapshot(ZoneId zone, Clock clock) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), zone);
        return new Slice.Snapshot(day, Calendar.startOf(day, zone), Calendar.startOf(day.plusDays(1), zone));
    }

    private static Slice namedSnapshot(Contract contract, String name, Clock clock) throws EiderException {
        Slice.Snapshot today = snapshot(contract.timezone(), clock);
        if (!name.equals(today.name())) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot read interval " + name + " of " + contract.dataset()
                            + ": it has no intervals, only the snapshot of the day, " + today.name(),
                    "Run without --interval, or set source.incremental in the contract");
        }
        return today;
    }

    private static Slice.Interval interval(Contract contract, Incremental incremental, String name)
            throws EiderException {
        Calendar calendar = new Calendar(incremental.unit(), contract.timezone());
        return calendar.named(name)
                .orElseThrow(() -> new EiderException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Invalid interval: " + name + " (" + contract.dataset() + " is read by the "
                                + calendar.unitName() + ", like " + calendar.example() + ")",
                        null));
    }

    private static void requireStarted(Contract contract, Incremental incremental, Slice.Interval interval)
            throws EiderException {
        Instant start = Calendar.startOf(incremental.start(), contract.timezone());
        if (!interval.end().isAfter(start)) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot read interval " + interval.name() + " of " + contract.dataset() + ": it lies before "
                            + incremental.start() + ", where source.incremental.start begins",
                    "Choose a later interval, or set an earlier start in the contract");
        }
    }

    private static Slice.Interval bound(Contract contract, Calendar calendar, String text) throws EiderException {
        Optional<Slice.Interval> bound = calendar.named(text);
        if (bound.isEmpty()) {
            bound = new Calendar(Incremental.Unit.DAY, contract.timezone()).named(text);
        }
        return bound.orElseThrow(() -> new EiderException(
                ErrorCode.INVALID_ARGUMENT,
                "Invalid interval: " + text + " (a day like 2025-04-06"
                        + (calendar.unit() == Incremental.Unit.DAY ? ")" : ", or " + calendar.example() + ")"),
                null));
    }
}
