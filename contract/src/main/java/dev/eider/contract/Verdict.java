package dev.eider.contract;

import java.math.BigInteger;
import java.util.List;

/** What the validator says of a record: clean with its typed values, rejected with all reasons, or filtered. */
public sealed interface Verdict {
    /** The record keeps every rule. Reused by the validator: valid until its next call. */
    non-sealed interface Clean extends Verdict {
        Row row();

        /** Date of the event in the contract's zone, as days since 1970; {@link #NO_DATE} where the contract names no event time. */
        int eventDay();

        /** JSON object of all columns that hold a value, masked: what an error record tells of a record that another superseded. */
        String passing();

        int NO_DATE = Integer.MIN_VALUE;
    }

    /**
     * The record breaks rules.
     *
     * @param reasons all of them, in the order of the contract's fields
     * @param passing JSON object of the contract fields that keep their rules, masked; {@code {}} if unreadable
     * @param shape JSON object of the failing fields: the kind and length of what stood there, never a value
     */
    record Rejected(List<Reason> reasons, String passing, String shape) implements Verdict {
        public Rejected {
            reasons = List.copyOf(reasons);
        }
    }

    /** A rule of the contract leaves the record out. */
    enum Filtered implements Verdict {
        FILTERED
    }

    /**
     * Values of a clean record by the column's number in {@link Contract#columns()}; masked already.
     * A masked field is two columns of text.
     */
    interface Row {
        boolean isNull(int column);

        /** BOOLEAN as 0 or 1, INTEGER, BIGINT, DECIMAL of up to 18 digits unscaled, DATE in days, TIME and TIMESTAMP (UTC) in microseconds. */
        long longAt(int column);

        double doubleAt(int column);

        /** DECIMAL of any precision, unscaled. */
        BigInteger unscaledAt(int column);

        /**
         * Copies the UTF-8 bytes of a text column.
         *
         * @return the length; where it is greater than the room after {@code at}, nothing was copied
         */
        int utf8At(int column, byte[] into, int at);
    }
}
