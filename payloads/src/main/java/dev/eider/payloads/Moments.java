package dev.eider.payloads;

import java.time.LocalDate;

/** Dates and times as ISO 8601 text. Keeps the last day's text, since records come by time; not thread-safe. */
final class Moments {
    private static final long DAY_SECONDS = 86_400;
    private static final int HOUR_SECONDS = 3_600;
    private static final int MINUTE_SECONDS = 60;
    private static final int NANO_DIGITS = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long day = Long.MIN_VALUE;
    private String dayText = "";

    /**
     * Appends a date and a time of the day, in quotes.
     *
     * @param seconds since 1970, within a thousand million years of it
     * @param zone what stands behind it
     */
    void moment(long seconds, int nanos, String zone, JsonBuffer out) throws RefusedException {
        out.put('"');
        day(Math.floorDiv(seconds, DAY_SECONDS), out);
        out.put('T');
        clock((int) Math.floorMod(seconds, DAY_SECONDS), nanos, out);
        out.text(zone);
        out.put('"');
    }

    /** @param unitsPerSecond a thousand, a million or a thousand million */
    void moment(long count, long unitsPerSecond, String zone, JsonBuffer out) throws RefusedException {
        int nanos = (int) (Math.floorMod(count, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond));
        moment(Math.floorDiv(count, unitsPerSecond), nanos, zone, out);
    }

    void date(long epochDay, JsonBuffer out) throws RefusedException {
        out.put('"');
        day(epochDay, out);
        out.put('"');
    }

    /** A time of the day; a number that is none stays one, so that the field's rule tells. */
    void time(long count, long unitsPerSecond, JsonBuffer out) throws RefusedException {
        if (count < 0 || count >= DAY_SECONDS * unitsPerSecond) {
            out.number(count);
            return;
        }
        out.put('"');
        int nanos = (int) (count % unitsPerSecond * (NANOS_PER_SECOND / unitsPerSecond));
        clock((int) (count / unitsPerSecond), nanos, out);
        out.put('"');
    }

    private void day(long epochDay, JsonBuffer out) throws RefusedException {
        if (epochDay != day) {
            dayText = LocalDate.ofEpochDay(epochDay).toString();
            day = epochDay;
        }
        out.text(dayText);
    }

    private static void clock(int second, int nanos, JsonBuffer out) throws RefusedException {
        two(second / HOUR_SECONDS, out);
        out.put(':');
        two(second / MINUTE_SECONDS % MINUTE_SECONDS, out);
        out.put(':');
        two(second % MINUTE_SECONDS, out);
        fraction(nanos, out);
    }

    /** Appends decimals with the point before them, without zeros at the end; nothing for none. */
    static void fraction(int nanos, JsonBuffer out) throws RefusedException {
        if (nanos == 0) {
            return;
        }
        out.put('.');
        int left = nanos;
        long unit = NANOS_PER_SECOND / 10;
        for (int digit = 0; digit < NANO_DIGITS && left > 0; digit++) {
            out.put((byte) ('0' + left / unit));
            left %= (int) unit;
            unit /= 10;
        }
    }

    private static void two(int number, JsonBuffer out) throws RefusedException {
        out.put((byte) ('0' + number / 10));
        out.put((byte) ('0' + number % 10));
    }
}
