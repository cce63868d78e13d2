package dev.eider.contract;

import dev.eider.contract.judge.DateTimes;
import dev.eider.contract.judge.TextBuffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** One text a value, whatever its type and spelling: {@code 576}, {@code "576"} and {@code 576.00} are {@code 576}. */
final class CanonicalText {
    private static final int NANOS = 1_000;

    private CanonicalText() {}

    static String of(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Appends the value of a field that has one. */
    static void append(FieldRule rule, FieldValues values, int field, TextBuffer into) {
        long value = values.longAt(field);
        switch (rule.kind) {
            case BOOLEAN -> into.append(value != 0 ? "true" : "false");
            case INTEGER, BIGINT -> into.append(Long.toString(value));
            case DECIMAL -> into.append(of(new BigDecimal(values.unscaledAt(field), rule.scale)));
            case DOUBLE -> into.append(of(BigDecimal.valueOf(values.doubleAt(field))));
            case DATE -> into.append(LocalDate.ofEpochDay(value).toString());
            case TIME -> into.append(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(value * NANOS)));
            case TIMESTAMP -> into.append(instant(value).toString());
            case STRING, UUID, JSON -> into.append(values.bytes(field), values.from(field), values.to(field));
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, DateTimes.SECOND))
                .plus(Math.floorMod(micros, DateTimes.SECOND), ChronoUnit.MICROS);
    }
}
