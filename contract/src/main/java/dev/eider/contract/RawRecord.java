package dev.eider.contract;

import java.util.Optional;

/** One record's bytes as received: a window into a buffer that its owner reuses. Valid until the owner moves on. */
public interface RawRecord {
    /** The buffer that holds the record; not to be written to. */
    byte[] buffer();

    int offset();

    int length();

    /** Number of the record within its part, from 0. */
    long ordinal();

    /**
     * Where in the buffer a JSON object stands that came with the record: a topic's {@code topic}, {@code partition},
     * {@code offset}, {@code timestamp}, {@code key}, {@code headers}, and what its name captured.
     */
    default int metaOffset() {
        return 0;
    }

    /** Length of that object; 0 where nothing came with the record. */
    default int metaLength() {
        return 0;
    }

    /** Whether the record says that there is none: a message of a topic without a value. */
    default boolean isTombstone() {
        return false;
    }

    /** Why the bytes could not be made JSON, where their format is another and they do not keep it. */
    default Optional<Reason> refusal() {
        return Optional.empty();
    }

    /** Whether the record is longer than the limit, so that the buffer holds only its beginning. */
    default boolean isTruncated() {
        return false;
    }
}
