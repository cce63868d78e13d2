package dev.eider.ingest.stream;

/**
 * Offsets of a log that wait for a person's decision.
 *
 * @param from the first one that is there and not read
 * @param end the first one that no reader sees yet, as far as is known
 */
record Unread(long from, long end) {
    long count() {
        return Math.max(0, end - from);
    }

    /** The same after the log has grown. */
    Unread upTo(long later) {
        return new Unread(from, later);
    }
}
