package dev.eider.zones;

import dev.eider.contract.Incremental;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Intervals of one length as the clocks of a zone show them. They follow each other without gap or overlap: an hour
 * that the clocks skip is none, one that they show twice is two, {@code 2025-10-26t02} and {@code 2025-10-26t02b}.
 */
record Calendar(Incremental.Unit unit, ZoneId zone) {
    private static final Pattern HOUR = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})t\\d{2}b?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern WEEK = Pattern.compile("(\\d{4})-w(\\d{2})");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");

    /** Intervals from the one that holds the first day to the one that holds the last. */
    List<Slice.Interval> between(LocalDate first, LocalDate last) {
        List<Slice.Interval> intervals = new ArrayList<>();
        for (LocalDate day = firstDay(first); !day.isAfter(last); day = following(day)) {
            intervals.addAll(beginningOn(day));
        }
        return intervals;
    }

    /** The interval of a name; empty if there is none of this name and length. */
    Optional<Slice.Interval> named(String name) {
        try {
            return firstDayNamed(name).stream()
                    .flatMap(day -> beginningOn(day).stream())
                    .filter(interval -> interval.name().equals(name))
                    .findFirst();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String unitName() {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    String example() {
        return switch (unit) {
            case HOUR -> "2025-04-06t05";
            case DAY -> "2025-04-06";
            case WEEK -> "2025-w14";
            case MONTH -> "2025-04";
        };
    }

    static Instant startOf(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private Optional<LocalDate> firstDayNamed(String name) {
        return switch (unit) {
            case HOUR -> {
                Matcher hour = HOUR.matcher(name);
                yield hour.matches() ? Optional.of(LocalDate.parse(hour.group(1))) : Optional.empty();
            }
            case DAY -> DAY.matcher(name).matches() ? Optional.of(LocalDate.parse(name)) : Optional.empty();
            case WEEK -> {
                Matcher week = WEEK.matcher(name);
                yield week.matches() ? Optional.of(monday(week)) : Optional.empty();
            }
            case MONTH -> MONTH.matcher(name).matches() ? Optional.of(LocalDate.parse(name + "-01")) : Optional.empty();
        };
    }

    private static LocalDate monday(Matcher week) {
        // The fourth of January is in the first week of its year, whatever day of the week it is.
        return LocalDate.of(Integer.parseInt(week.group(1)), 1, 4)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusWeeks(Integer.parseInt(week.group(2)) - 1L);
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (unit) {
            case HOUR, DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private LocalDate following(LocalDate firstDay) {
        return switch (unit) {
            case HOUR, DAY -> firstDay.plusDays(1);
            case WEEK -> firstDay.plusWeeks(1);
            case MONTH -> firstDay.plusMonths(1);
        };
    }

    private List<Slice.Interval> beginningOn(LocalDate day) {
        if (unit == Incremental.Unit.HOUR) {
            return hours(day);
        }
        Instant start = startOf(day, zone);
        Instant end = startOf(following(day), zone);
        String name = switch (unit) {
            case WEEK ->
                String.format(
                        Locale.ROOT,
                        "%04d-w%02d",
                        day.get(IsoFields.WEEK_BASED_YEAR),
                        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> day.toString().substring(0, "2025-04".length());
            case HOUR, DAY -> day.toString();
        };
        // A zone that moves across the date line leaves out a whole day.
        return start.isBefore(end) ? List.of(new Slice.Interval(name, unit, start, end, day)) : List.of();
    }

    private List<Slice.Interval> hours(LocalDate day) {
        Instant first = startOf(day, zone);
        Instant end = startOf(day.plusDays(1), zone);
        TreeSet<Instant> bounds = new TreeSet<>(Comparator.naturalOrder());
        for (int hour = 0; hour < 24; hour++) {
            for (ZoneOffset offset : zone.getRules().getValidOffsets(day.atTime(LocalTime.of(hour, 0)))) {
                bounds.add(day.atTime(LocalTime.of(hour, 0)).toInstant(offset));
            }
        }
        for (ZoneOffsetTransition change = zone.getRules().nextTransition(first.minusSeconds(1));
                change != null && change.getInstant().isBefore(end);
                change = zone.getRules().nextTransition(change.getInstant())) {
            bounds.add(change.getInstant());
        }
        bounds.add(first);
        bounds.add(end);
        List<Slice.Interval> hours = new ArrayList<>();
        for (Instant start : bounds.subSet(first, end)) {
            String name =
                    day + String.format(Locale.ROOT, "t%02d", start.atZone(zone).getHour());
            boolean again =
                    !hours.isEmpty() && hours.get(hours.size() - 1).name().equals(name);
            Instant next = bounds.higher(start);
            hours.add(new Slice.Interval(again ? name + "b" : name, unit, start, next == null ? end : next, day));
        }
        return hours;
    }
}
