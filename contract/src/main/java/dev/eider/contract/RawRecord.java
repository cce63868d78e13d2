package dev.eider.contract;

/** One record's bytes as received: a window into a buffer that its owner reuses. Valid until the owner moves on. */
public interface RawRecord {
    /** The buffer that holds the record; not to be written to. */
    byte[] buffer();

    int offset();

    int length();

    /** Number of the record within its part, from 0. */
    long ordinal();

    /** Whether the record is longer than the limit, so that the buffer holds only its beginning. */
    default boolean isTruncated() {
        return false;
    }
}
