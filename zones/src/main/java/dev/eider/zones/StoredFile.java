package dev.eider.zones;

import java.time.Instant;
import java.util.Optional;

/**
 * An object that a manifest names.
 *
 * @param records lines or rows in it
 * @param bytes size as stored
 * @param sha256 of the bytes as stored, lower-case hexadecimal
 * @param expires when retention may take it; an object that is missing later is no loss
 */
public record StoredFile(Role role, ObjectKey key, long records, long bytes, String sha256, Optional<Instant> expires) {
    /** One that is kept for ever. */
    public StoredFile(Role role, ObjectKey key, long records, long bytes, String sha256) {
        this(role, key, records, bytes, sha256, Optional.empty());
    }

    /** What the object holds. */
    public enum Role {
        /** Raw records, one a line. */
        RECORDS,
        /** The responses the records came in, and refused pages. */
        PAGES,
        /** Schemas that raw records of a topic were written with, one a line. */
        SCHEMAS,
        /** Valid rows in Parquet. */
        CLEAN,
        /** Rejected and superseded records, one a line. */
        ERRORS
    }
}
