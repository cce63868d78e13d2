package dev.eider.contract.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against java.time, over seeded texts, right and wrong ones. */
final class DateTimesTest {
    private static final long SEED = 20_251_026;
    private static final int TEXTS = 15_000;
    private static final List<DateTimeFormatter> STRICT =
            Stream.of("", "XXX", "XX", "X").map(DateTimesTest::strict).toList();

    private static DateTimeFormatter strict(String offset) {
        return new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd'T'HH:mm")
                .optionalStart()
                .appendLiteral(':')
                .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                .optionalEnd()
                .optionalEnd()
                .appendPattern(offset)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private final DateTimes read = new DateTimes();

    private static Optional<TemporalAccessor> oracle(String text) {
        for (DateTimeFormatter formatter : STRICT) {
            try {
                TemporalAccessor parsed = formatter.parse(text);
                boolean isExact = parsed.get(ChronoField.NANO_OF_SECOND) % 1_000 == 0;
                boolean isYear = parsed.get(ChronoField.YEAR) > 0;
                return isExact && isYear ? Optional.of(parsed) : Optional.empty();
            } catch (DateTimeParseException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static String random(Random random) {
        String text = "%04d-%02d-%02dT%02d:%02d"
                .formatted(
                        random.nextInt(4) == 0 ? random.nextInt(10_000) : 1990 + random.nextInt(50),
                        random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(12),
                        1 + random.nextInt(31),
                        random.nextInt(random.nextInt(20) == 0 ? 26 : 24),
                        random.nextInt(60));
        if (random.nextInt(5) > 0) {
            text += ":%02d".formatted(random.nextInt(random.nextInt(20) == 0 ? 62 : 60));
            if (random.nextBoolean()) {
                String digits = "%09d".formatted(random.nextInt(1_000_000_000)).substring(0, 1 + random.nextInt(6));
                text += "." + digits + "000".substring(random.nextInt(4));
            }
        }
        List<String> offsets = List.of("", "Z", "+01:00", "-05:30", "+0200", "-03", "+18:00", "+18:01", "+19:00");
        text += offsets.get(random.nextInt(offsets.size()));
        return random.nextInt(3) == 0 ? mutate(random, text) : text;
    }

    private static String mutate(Random random, String text) {
        StringBuilder mutant = new StringBuilder(text);
        int at = random.nextInt(text.length());
        char c = "0123456789-+:.TZ x".charAt(random.nextInt(18));
        switch (random.nextInt(3)) {
            case 0 -> mutant.setCharAt(at, c);
            case 1 -> mutant.insert(at, c);
            default -> mutant.deleteCharAt(at);
        }
        return mutant.toString();
    }

    @Test
    void readsTimestampsAsJavaDoes() {
        Random random = new Random(SEED);
        int right = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = random(random);
            if (text.indexOf(' ') >= 0 || text.matches(".*\\.\\d{10,}.*")) {
                continue; // a blank for the T is read too, and zeros without end
            }
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            boolean isTimestamp = read.readTimestamp(bytes, 0, bytes.length);

            Optional<TemporalAccessor> expected = oracle(text);
            assertThat(isTimestamp).as("seed %d: %s", SEED, text).isEqualTo(expected.isPresent());
            if (expected.isPresent()) {
                right++;
                TemporalAccessor value = expected.get();
                assertThat(read.day()).as(text).isEqualTo((int)
                        LocalDate.from(value).toEpochDay());
                assertThat(read.microsOfDay()).as(text).isEqualTo(value.getLong(ChronoField.MICRO_OF_DAY));
                ZoneOffset offset = value.query(TemporalQueries.offset());
                assertThat(read.hasOffset()).as(text).isEqualTo(offset != null);
                assertThat(read.offsetSeconds()).as(text).isEqualTo(offset == null ? 0 : offset.getTotalSeconds());
            }
        }
        assertThat(right).isBetween(TEXTS / 4, TEXTS * 9 / 10);
    }

    @Test
    void readsEachDayOfTwoCenturies() {
        LocalDate day = LocalDate.of(1895, 12, 1);
        while (day.getYear() < 2105) {
            byte[] bytes = day.toString().getBytes(StandardCharsets.US_ASCII);

            assertThat(read.readDate(bytes, 0, bytes.length)).as("%s", day).isTrue();
            assertThat(read.day()).as("%s", day).isEqualTo((int) day.toEpochDay());
            day = day.plusDays(1);
        }
    }

    @Test
    void findsOffsetsOfZonesAsJavaDoes() {
        Random random = new Random(SEED);
        for (String name : List.of("Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")) {
            ZoneId zone = ZoneId.of(name);
            ZoneOffsets offsets = new ZoneOffsets(zone);
            for (int i = 0; i < 4_000; i++) {
                long seconds = (long) (random.nextDouble() * 7_000_000_000L) - 2_500_000_000L;
                assertThat(offsets.ofInstant(seconds))
                        .as("seed %d: %s %d", SEED, name, seconds)
                        .isEqualTo(zone.getRules()
                                .getOffset(Instant.ofEpochSecond(seconds))
                                .getTotalSeconds());
                List<ZoneOffset> valid =
                        zone.getRules().getValidOffsets(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
                assertThat(offsets.ofLocal(seconds))
                        .as("seed %d: %s %d", SEED, name, seconds)
                        .isEqualTo(
                                valid.isEmpty()
                                        ? ZoneOffsets.SKIPPED
                                        : valid.get(0).getTotalSeconds());
            }
        }
    }
}
