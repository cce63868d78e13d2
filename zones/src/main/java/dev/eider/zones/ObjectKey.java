package dev.eider.zones;

import java.util.regex.Pattern;

/** Name of an object: segments of {@code [a-z0-9=_.-]} joined by slashes, valid in every bucket and on every disk. */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    private static final Pattern VALID =
            Pattern.compile("(?!\\.)[A-Za-z0-9=_.-]{1,255}(/(?!\\.)[A-Za-z0-9=_.-]{1,255})*");
    private static final int LENGTH_MAX = 900;

    public ObjectKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "Invalid object key: " + value + " (segments of letters, digits and =_.-, none begins with a dot)");
        }
    }

    public static boolean isValid(String value) {
        return value.length() <= LENGTH_MAX && VALID.matcher(value).matches();
    }

    /** The last segment. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
