package dev.eider.zones;

/**
 * A window of an object.
 *
 * @param length bytes from {@code offset} on; {@link #TO_END} for all that follow
 */
public record Range(long offset, long length) {
    public static final long TO_END = -1;
    public static final Range ALL = new Range(0, TO_END);

    public Range {
        if (offset < 0 || length < TO_END) {
            throw new IllegalArgumentException("Invalid range: " + offset + "+" + length);
        }
    }
}
