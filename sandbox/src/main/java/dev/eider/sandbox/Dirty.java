package dev.eider.sandbox;

import java.util.Locale;

/** What may be wrong with a record of {@code /transactions}; a record has at most one of these. */
public enum Dirty {
    /** No {@code amount} at all. */
    MISSING_REQUIRED,
    /** {@code "transaction_id":null}. */
    NULL_KEY,
    /** Letters as {@code amount}. */
    WRONG_TYPE,
    /** An {@code amount} below zero. */
    NEGATIVE_AMOUNT,
    /** An {@code amount} of five decimals. */
    TOO_MANY_DECIMALS,
    /** An {@code amount} of 21 digits before the point: more than DECIMAL(18,2) holds. */
    AMOUNT_ABOVE_RANGE,
    /** A {@code status} that the bank's manual does not know. */
    UNKNOWN_STATUS,
    /** A {@code timestamp} on the thirtieth of February. */
    INVALID_TIMESTAMP,
    /** {@code status} twice in one record: syntactically JSON, read differently by every parser. */
    DUPLICATE_FIELD,
    /** One field more than the manual has: to be reported, not rejected. */
    UNKNOWN_FIELD;

    /** True for all but {@link #UNKNOWN_FIELD}: a strict reader rejects the record. */
    public boolean isRejected() {
        return this != UNKNOWN_FIELD;
    }

    /** The name on the command line and in the statistics: {@code missing_required}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
