package dev.eider.zones;

/**
 * An object that a manifest names.
 *
 * @param records lines or rows in it
 * @param bytes size as stored
 * @param sha256 of the bytes as stored, lower-case hexadecimal
 */
public record StoredFile(Role role, ObjectKey key, long records, long bytes, String sha256) {
    /** What the object holds. */
    public enum Role {
        /** Raw records, one a line. */
        RECORDS,
        /** The responses the records came in, and refused pages. */
        PAGES,
        /** Valid rows in Parquet. */
        CLEAN,
        /** Rejected and superseded records, one a line. */
        ERRORS
    }
}
