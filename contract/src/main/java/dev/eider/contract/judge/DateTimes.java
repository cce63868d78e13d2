package dev.eider.contract.judge;

/**
 * Dates, times and timestamps in ISO 8601's extended form, years 0001 to 9999, exact to the microsecond. A leap
 * second and 24:00 are refused. Results stand in the accessors until the next call; not thread-safe.
 */
public final class DateTimes {
    /** Microseconds in a second. */
    public static final long SECOND = 1_000_000L;
    /** Seconds in a day. */
    public static final int DAY_SECONDS = 86_400;

    private static final int DATE_LENGTH = 10;
    private static final int OFFSET_HOURS_MAX = 18;
    private static final int FRACTION_DIGITS = 6;
    private static final int[] FRACTION = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private int day;
    private long microsOfDay;
    private boolean hasOffset;
    private int offsetSeconds;

    /** Days since 1970-01-01. */
    public int day() {
        return day;
    }

    public long microsOfDay() {
        return microsOfDay;
    }

    /** Whether a timestamp named its offset from UTC. */
    public boolean hasOffset() {
        return hasOffset;
    }

    public int offsetSeconds() {
        return offsetSeconds;
    }

    /** Reads {@code 2025-04-06}, and nothing else; whether that is what stands there. */
    public boolean readDate(byte[] text, int from, int to) {
        return to - from == DATE_LENGTH && date(text, from);
    }

    /** Reads {@code 10:15}, {@code 10:15:30} or {@code 10:15:30.123456}; whether that is what stands there. */
    public boolean readTime(byte[] text, int from, int to) {
        return time(text, from, to) == to;
    }

    /** Reads a date, {@code T} or a blank, a time, and {@code Z}, {@code +01:00}, {@code +0100}, {@code +01} or nothing. */
    public boolean readTimestamp(byte[] text, int from, int to) {
        if (to - from <= DATE_LENGTH + 1 || !date(text, from)) {
            return false;
        }
        byte separator = text[from + DATE_LENGTH];
        if (separator != 'T' && separator != ' ' && separator != 't') {
            return false;
        }
        int at = time(text, from + DATE_LENGTH + 1, to);
        if (at < 0) {
            return false;
        }
        hasOffset = at < to;
        offsetSeconds = 0;
        if (at == to || (at + 1 == to && (text[at] | 0x20) == 'z')) {
            return true;
        }
        return offset(text, at, to);
    }

    private boolean date(byte[] text, int at) {
        int century = two(text, at);
        int yearOf = two(text, at + 2);
        int month = two(text, at + 5);
        int dayOf = two(text, at + 8);
        if ((century | yearOf | month | dayOf) < 0 || text[at + 4] != '-' || text[at + 7] != '-') {
            return false;
        }
        int year = century * 100 + yearOf;
        if (year == 0 || month == 0 || month > 12 || dayOf == 0 || dayOf > daysIn(year, month)) {
            return false;
        }
        day = epochDay(year, month, dayOf);
        return true;
    }

    private static int daysIn(int year, int month) {
        if (month == 2) {
            boolean isLeap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
            return isLeap ? 29 : 28;
        }
        return 30 + ((month + (month >>> 3)) & 1);
    }

    /** Counts in years that start in March, so that the leap day is the last of its year. */
    private static int epochDay(int year, int month, int dayOf) {
        int y = month > 2 ? year : year - 1;
        int monthFromMarch = month > 2 ? month - 3 : month + 9;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + dayOf - 1;
        return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }

    private int time(byte[] text, int from, int to) {
        if (to - from < 5) {
            return -1;
        }
        int hour = two(text, from);
        int minute = two(text, from + 3);
        if ((hour | minute) < 0 || hour > 23 || minute > 59 || text[from + 2] != ':') {
            return -1;
        }
        microsOfDay = (hour * 3_600 + minute * 60) * SECOND;
        int at = from + 5;
        if (at >= to || text[at] != ':') {
            return at;
        }
        int second = to - at < 3 ? -1 : two(text, at + 1);
        if (second < 0 || second > 59) {
            return -1;
        }
        microsOfDay += second * SECOND;
        at += 3;
        return at < to && text[at] == '.' ? fraction(text, at + 1, to) : at;
    }

    /** More than six decimals are zeros, or the text is not exact here and so refused. */
    private int fraction(byte[] text, int from, int to) {
        int at = from;
        int value = 0;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            if (at - from < FRACTION_DIGITS) {
                value = value * 10 + (text[at] - '0');
            } else if (text[at] != '0') {
                return -1;
            }
            at++;
        }
        microsOfDay += (long) value * FRACTION[Math.min(at - from, FRACTION_DIGITS)];
        return at == from ? -1 : at;
    }

    private boolean offset(byte[] text, int at, int to) {
        int length = to - at;
        boolean isColon = length == 6;
        if ((length != 3 && length != 5 && length != 6) || (text[at] != '+' && text[at] != '-')) {
            return false;
        }
        if (isColon && text[at + 3] != ':') {
            return false;
        }
        int hours = two(text, at + 1);
        int minutes = length == 3 ? 0 : two(text, to - 2);
        if ((hours | minutes) < 0 || minutes > 59 || hours * 60 + minutes > OFFSET_HOURS_MAX * 60) {
            return false;
        }
        int seconds = hours * 3_600 + minutes * 60;
        offsetSeconds = text[at] == '-' ? -seconds : seconds;
        return true;
    }

    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
