package dev.eider.contract.judge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A strptime picture of a date, time or timestamp. It rewrites a matching text in ISO 8601, so that {@link DateTimes}
 * stays the one reader of dates. Digits are exact: {@code %d} is two digits. {@code %y} means 1969 to 2068, as in C.
 * Immutable and thread-safe.
 */
public final class DatePicture {
    /** Bytes that a rewritten text may have. */
    public static final int ISO_LENGTH_MAX = 40;

    private static final String DIRECTIVES = "YymdHMSfz%FT";
    private static final String TOLD = "%Y %y %m %d %H %M %S %f %z %F %T";
    private static final int PIVOT = 69;
    private static final int FRACTION_MAX = 6;
    private static final String ISO_ORDER = "YmdHMSfz";

    private final String picture;
    private final String steps;

    private DatePicture(String picture, String steps) {
        this.picture = picture;
        this.steps = steps;
    }

    /**
     * The picture of a text like {@code %d/%m/%Y}.
     *
     * @throws IllegalArgumentException where it is none, or names no date and no time
     */
    public static DatePicture of(String picture) {
        String expanded = picture.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S");
        for (int i = 0; i < expanded.length(); i++) {
            if (expanded.charAt(i) > 0x7f) {
                throw new IllegalArgumentException("Invalid format: " + picture + " (ASCII only)");
            }
            if (expanded.charAt(i) == '%') {
                i++;
                if (i >= expanded.length() || DIRECTIVES.indexOf(expanded.charAt(i)) < 0) {
                    throw new IllegalArgumentException("Invalid format: " + picture + " (" + TOLD + ")");
                }
            }
        }
        DatePicture made = new DatePicture(picture, expanded);
        if (!made.hasDate() && !made.hasTime()) {
            throw new IllegalArgumentException(
                    "Invalid format: " + picture + " (a whole date: %Y or %y, %m, %d; or a time: %H, %M)");
        }
        return made;
    }

    /** Whether it names year, month and day. */
    public boolean hasDate() {
        return (steps.contains("%Y") || steps.contains("%y")) && steps.contains("%m") && steps.contains("%d");
    }

    /** Whether it names hour and minute. */
    public boolean hasTime() {
        return steps.contains("%H") && steps.contains("%M");
    }

    /**
     * Rewrites a text.
     *
     * @param iso at least {@link #ISO_LENGTH_MAX} bytes, filled from its start
     * @return the length of the ISO text; -1 where the text does not fit the picture
     */
    public int rewrite(byte[] text, int from, int to, byte[] iso) {
        int[] found = new int[ISO_ORDER.length() * 2];
        Arrays.fill(found, -1);
        int at = from;
        boolean shortYear = false;
        for (int i = 0; i < steps.length(); i++) {
            char step = steps.charAt(i);
            if (step != '%' || steps.charAt(i + 1) == '%') {
                if (at >= to || text[at] != step) {
                    return -1;
                }
                at++;
                i += step == '%' ? 1 : 0;
                continue;
            }
            char directive = steps.charAt(++i);
            int end = endOf(directive, text, at, to);
            if (end < 0) {
                return -1;
            }
            shortYear |= directive == 'y';
            int slot = ISO_ORDER.indexOf(directive == 'y' ? 'Y' : directive) * 2;
            found[slot] = at;
            found[slot + 1] = end;
            at = end;
        }
        return at == to ? assemble(text, found, shortYear, iso) : -1;
    }

    private static int endOf(char directive, byte[] text, int at, int to) {
        return switch (directive) {
            case 'Y' -> digits(text, at, to, 4, 4);
            case 'f' -> digits(text, at, to, 1, FRACTION_MAX);
            case 'z' -> offset(text, at, to);
            default -> digits(text, at, to, 2, 2);
        };
    }

    private static int digits(byte[] text, int at, int to, int least, int most) {
        int end = at;
        while (end < to && end - at < most && text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        return end - at >= least ? end : -1;
    }

    private static int offset(byte[] text, int at, int to) {
        if (at < to && text[at] == 'Z') {
            return at + 1;
        }
        if (at >= to || (text[at] != '+' && text[at] != '-')) {
            return -1;
        }
        int hours = digits(text, at + 1, to, 2, 2);
        if (hours < 0) {
            return -1;
        }
        int minutes = hours < to && text[hours] == ':' ? hours + 1 : hours;
        return digits(text, minutes, to, 2, 2);
    }

    private int assemble(byte[] text, int[] found, boolean shortYear, byte[] iso) {
        int size = 0;
        if (hasDate()) {
            if (shortYear) {
                int year = (text[found[0]] - '0') * 10 + text[found[0] + 1] - '0';
                iso[size++] = (byte) (year < PIVOT ? '2' : '1');
                iso[size++] = (byte) (year < PIVOT ? '0' : '9');
            }
            size = part(text, found, 'Y', "", iso, size);
            size = part(text, found, 'm', "-", iso, size);
            size = part(text, found, 'd', "-", iso, size);
        }
        if (hasTime()) {
            size = part(text, found, 'H', hasDate() ? "T" : "", iso, size);
            size = part(text, found, 'M', ":", iso, size);
            size = part(text, found, 'S', ":", iso, size);
            size = part(text, found, 'f', ".", iso, size);
            size = part(text, found, 'z', "", iso, size);
        }
        return size;
    }

    private static int part(byte[] text, int[] found, char directive, String before, byte[] iso, int size) {
        int slot = ISO_ORDER.indexOf(directive) * 2;
        if (found[slot] < 0) {
            return size;
        }
        byte[] lead = before.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(lead, 0, iso, size, lead.length);
        int length = found[slot + 1] - found[slot];
        System.arraycopy(text, found[slot], iso, size + lead.length, length);
        return size + lead.length + length;
    }

    @Override
    public String toString() {
        return picture;
    }
}
