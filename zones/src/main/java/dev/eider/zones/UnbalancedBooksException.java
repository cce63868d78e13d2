package dev.eider.zones;

/** Books in which a record is missing or counted twice: a defect, so nothing may be committed. */
public final class UnbalancedBooksException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnbalancedBooksException(String why) {
        super("Cannot balance the books: " + why);
    }

    UnbalancedBooksException(long read, long clean, long rejected, long superseded, long duplicate, long filtered) {
        super("Cannot balance the books: read " + read + " is not clean " + clean + " + rejected " + rejected
                + " + superseded " + superseded + " + duplicate " + duplicate + " + filtered " + filtered);
    }
}
