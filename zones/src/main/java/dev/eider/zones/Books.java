package dev.eider.zones;

/**
 * Where every record of a stage went. Each number is counted where it happens: read at the reader, clean in the files
 * written, rejected and superseded from the error lines written; none is computed from the others.
 */
public record Books(long read, long clean, long rejected, long superseded, long duplicate, long filtered) {
    /** @throws UnbalancedBooksException where a record is missing or counted twice */
    public Books {
        if (read != clean + rejected + superseded + duplicate + filtered
                || Math.min(
                                Math.min(Math.min(read, clean), Math.min(rejected, superseded)),
                                Math.min(duplicate, filtered))
                        < 0) {
            throw new UnbalancedBooksException(read, clean, rejected, superseded, duplicate, filtered);
        }
    }

    public Books plus(Books other) {
        return new Books(
                read + other.read,
                clean + other.clean,
                rejected + other.rejected,
                superseded + other.superseded,
                duplicate + other.duplicate,
                filtered + other.filtered);
    }

    public static final Books EMPTY = new Books(0, 0, 0, 0, 0, 0);
}
