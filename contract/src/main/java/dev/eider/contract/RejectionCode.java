package dev.eider.contract;

import java.util.Locale;

/** Why a record does not enter clean; the lower-case name is what error records, metrics and reports show. */
public enum RejectionCode {
    MALFORMED_JSON,
    NOT_AN_OBJECT,
    DUPLICATE_KEY,
    TOO_LARGE,
    TOO_DEEP,
    MISSING,
    WRONG_TYPE,
    OUT_OF_RANGE,
    TOO_MANY_DIGITS,
    TOO_MANY_DECIMALS,
    NOT_IN_ENUM,
    PATTERN_MISMATCH,
    TOO_SHORT,
    TOO_LONG,
    INVALID_DATE,
    INVALID_TIME,
    INVALID_TIMESTAMP,
    INVALID_UUID,
    IMPLAUSIBLE_EVENT_TIME,
    UNKNOWN_FIELD,
    BAD_PAGE,
    NO_RECORDS,
    SUPERSEDED,
    /** A message without a value. */
    TOMBSTONE,
    /** A message of another format than its topic had. */
    WRONG_FORMAT,
    /** A message that names a schema which nobody knows. */
    UNKNOWN_SCHEMA,
    /** A message whose bytes are not what its schema says. */
    UNDECODABLE;

    /** The stable name in files, metrics and messages. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
