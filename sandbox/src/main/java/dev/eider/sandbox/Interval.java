package dev.eider.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Milliseconds from (inclusive) and to (exclusive); an open end is the least or greatest long.
 *
 * @param from the first millisecond
 * @param to the millisecond after the last
 */
record Interval(long from, long to) {
    static final Interval ALL = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);

    /** By two texts: a date (its midnight in UTC), or an instant with {@code Z} or offset. */
    static Interval of(Optional<String> from, Optional<String> to) throws BadRequestException {
        long start = from.isPresent() ? millis("from", from.get()) : ALL.from;
        long end = to.isPresent() ? millis("to", to.get()) : ALL.to;
        if (start > end) {
            throw new BadRequestException("Invalid from and to (from is after to)");
        }
        return new Interval(start, end);
    }

    static Interval of(Instant from, Instant to) {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("Invalid interval: " + from + " to " + to + " (its end is first)");
        }
        return new Interval(from.toEpochMilli(), to.toEpochMilli());
    }

    boolean isAll() {
        return equals(ALL);
    }

    boolean contains(long millis) {
        return from <= millis && millis < to;
    }

    private static long millis(String name, String text) throws BadRequestException {
        try {
            return text.length() <= "2025-01-06".length()
                    ? LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli()
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new BadRequestException("Invalid " + name + " (an ISO date, or an instant with Z or offset)", e);
        }
    }
}
