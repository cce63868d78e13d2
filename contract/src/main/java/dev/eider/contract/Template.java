package dev.eider.contract;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text of a contract with places for the interval's bounds: {@code {interval.start:%Y-%m-%d}} and
 * {@code {interval.end:…}}. Immutable and thread-safe.
 *
 * <p>Pictures are strftime's: {@code %Y %y %m %d %H %M %S %j %s %V %G %z %F %T %%}. Without a picture a bound is
 * filled as an instant, {@code 2025-04-06T00:00:00Z}. Bounds are filled in the contract's zone; where a literal
 * {@code Z} follows the hours, minutes or seconds, which says UTC, in UTC. A literal brace is doubled.
 */
public final class Template {
    private static final String START = "interval.start";
    private static final String END = "interval.end";
    private static final String PICTURES = "YymdHMSjsVGzFT%";
    private static final String PICTURES_TOLD = "%Y %y %m %d %H %M %S %j %s %V %G %z %F %T";

    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** Either literal text, or a bound of the interval and its picture. */
    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Bound(boolean isEnd, String picture) implements Part {}
    }

    /**
     * The template of a text.
     *
     * @throws IllegalArgumentException with the first of its {@link #problems}
     */
    public static Template of(String text) {
        List<String> problems = new ArrayList<>();
        List<Part> parts = parse(text, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.get(0));
        }
        return new Template(text, parts);
    }

    /** Everything that is wrong with the text as a template; empty if nothing. */
    public static List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        parse(text, problems);
        return List.copyOf(problems);
    }

    /** Whether it names a bound, so that it can be filled for intervals only. */
    public boolean needsInterval() {
        return parts.stream().anyMatch(part -> part instanceof Part.Bound);
    }

    /** The text for an interval. */
    public String fill(Instant start, Instant end, ZoneId zone) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Bound bound) {
                appendBound(filled, bound.isEnd() ? end : start, bound.picture(), zone);
            } else if (part instanceof Part.Literal literal) {
                filled.append(literal.text());
            }
        }
        return filled.toString();
    }

    @Override
    public String toString() {
        return text;
    }

    private static List<Part> parse(String text, List<String> problems) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if ((c == '{' || c == '}') && at + 1 < text.length() && text.charAt(at + 1) == c) {
                literal.append(c);
                at += 2;
            } else if (c == '{') {
                int close = text.indexOf('}', at);
                if (close < 0) {
                    problems.add("Invalid placeholder: " + text.substring(at) + " (no closing brace)");
                    return parts;
                }
                parts.add(new Part.Literal(literal.toString()));
                literal.setLength(0);
                parsePlaceholder(text.substring(at + 1, close), parts, problems);
                at = close + 1;
            } else if (c == '}') {
                problems.add("Invalid placeholder: " + text + " (a closing brace without an opening one; double it)");
                return parts;
            } else {
                literal.append(c);
                at++;
            }
        }
        parts.add(new Part.Literal(literal.toString()));
        return parts;
    }

    private static void parsePlaceholder(String inside, List<Part> parts, List<String> problems) {
        int colon = inside.indexOf(':');
        String name = colon < 0 ? inside : inside.substring(0, colon);
        String picture = colon < 0 ? "" : inside.substring(colon + 1);
        if (!name.equals(START) && !name.equals(END)) {
            problems.add("Invalid placeholder: {" + name + "} (interval.start or interval.end)");
            return;
        }
        if (colon >= 0 && picture.isEmpty()) {
            problems.add("Invalid placeholder: {" + inside + "} (a picture must follow the colon, like %Y-%m-%d)");
            return;
        }
        for (int i = 0; i < picture.length(); i++) {
            if (picture.charAt(i) != '%') {
                continue;
            }
            i++;
            String told = i < picture.length() ? picture.substring(i - 1, i + 1) : "%";
            if (i >= picture.length() || PICTURES.indexOf(picture.charAt(i)) < 0) {
                problems.add("Invalid picture: " + told + " in {" + inside + "} (" + PICTURES_TOLD + ")");
            }
        }
        parts.add(new Part.Bound(name.equals(END), picture));
    }

    private static void appendBound(StringBuilder filled, Instant instant, String picture, ZoneId zone) {
        if (picture.isEmpty()) {
            filled.append(instant);
            return;
        }
        ZonedDateTime time = instant.atZone(saysUtc(picture) ? ZoneOffset.UTC : zone);
        for (int i = 0; i < picture.length(); i++) {
            char c = picture.charAt(i);
            if (c == '%') {
                i++;
                filled.append(picture(picture.charAt(i), time));
            } else {
                filled.append(c);
            }
        }
    }

    private static boolean saysUtc(String picture) {
        for (String time : List.of("%HZ", "%MZ", "%SZ", "%TZ")) {
            if (picture.contains(time)) {
                return true;
            }
        }
        return false;
    }

    private static String picture(char letter, ZonedDateTime time) {
        return switch (letter) {
            case 'Y' -> digits(4, time.getYear());
            case 'y' -> digits(2, time.getYear() % 100);
            case 'm' -> digits(2, time.getMonthValue());
            case 'd' -> digits(2, time.getDayOfMonth());
            case 'H' -> digits(2, time.getHour());
            case 'M' -> digits(2, time.getMinute());
            case 'S' -> digits(2, time.getSecond());
            case 'j' -> digits(3, time.getDayOfYear());
            case 's' -> Long.toString(time.toEpochSecond());
            case 'V' -> digits(2, time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> digits(4, time.get(IsoFields.WEEK_BASED_YEAR));
            case 'z' -> offset(time.getOffset());
            case 'F' -> time.toLocalDate().toString();
            case 'T' ->
                digits(2, time.getHour()) + ":" + digits(2, time.getMinute()) + ":" + digits(2, time.getSecond());
            default -> "%";
        };
    }

    private static String digits(int width, long value) {
        return String.format(Locale.ROOT, "%0" + width + "d", value);
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC)
                ? "+0000"
                : offset.getId().replace(":", "").substring(0, 5);
    }
}
