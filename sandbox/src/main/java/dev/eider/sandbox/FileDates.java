package dev.eider.sandbox;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the dates of a file, in UTC where they have no zone. Immutable. */
final class FileDates {
    private static final LocalDate TWO_DIGIT_YEARS_FROM = LocalDate.of(1969, 1, 1);

    private final DateTimeFormatter formatter;

    private FileDates(DateTimeFormatter formatter) {
        this.formatter = formatter;
    }

    /** By a strptime pattern of {@code %Y %y %m %d %b %H %M %S}; without one, by ISO 8601 with or without time and zone. */
    static FileDates of(Optional<String> strptime) {
        if (strptime.isPresent()) {
            return new FileDates(pattern(strptime.get()));
        }
        return new FileDates(new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendPattern("['T'][' ']")
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .optionalEnd()
                .optionalStart()
                .appendOffsetId()
                .optionalEnd()
                .toFormatter(Locale.ROOT));
    }

    /** Milliseconds since 1970; empty if the text is no such date. */
    OptionalLong millis(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            TemporalAccessor parsed = formatter.parse(text);
            LocalDate date = LocalDate.from(parsed);
            ZoneOffset offset =
                    Optional.ofNullable(parsed.query(TemporalQueries.offset())).orElse(ZoneOffset.UTC);
            LocalDateTime time = Optional.ofNullable(parsed.query(TemporalQueries.localTime()))
                    .map(date::atTime)
                    .orElseGet(date::atStartOfDay);
            return OptionalLong.of(time.toInstant(offset).toEpochMilli());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    private static DateTimeFormatter pattern(String strptime) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        for (int i = 0; i < strptime.length(); i++) {
            char c = strptime.charAt(i);
            if (c == '%' && i + 1 < strptime.length()) {
                i++;
                directive(builder, strptime.charAt(i), strptime);
            } else {
                builder.appendLiteral(c);
            }
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    private static void directive(DateTimeFormatterBuilder builder, char directive, String all) {
        switch (directive) {
            case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
            case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, TWO_DIGIT_YEARS_FROM);
            case 'm' -> builder.appendValue(ChronoField.MONTH_OF_YEAR, 2);
            case 'd' -> builder.appendValue(ChronoField.DAY_OF_MONTH, 2);
            case 'b' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'H' -> builder.appendValue(ChronoField.HOUR_OF_DAY, 2);
            case 'M' -> builder.appendValue(ChronoField.MINUTE_OF_HOUR, 2);
            case 'S' -> builder.appendValue(ChronoField.SECOND_OF_MINUTE, 2);
            default -> throw new IllegalArgumentException("Invalid date format: " + all + " (%Y %y %m %d %b %H %M %S)");
        }
    }
}
