package dev.eider.contract;

/**
 * One column of clean Parquet.
 *
 * @param field the contract's field it is made from
 */
public record Column(String name, FieldType type, Role role, String field) {
    /** What a column holds. */
    public enum Role {
        /** The value itself. */
        VALUE,
        /** The keyed token of a masked field: for identity and joins, never published. */
        TOKEN,
        /** The shown text of a masked field. */
        SHOWN
    }

    /** Hidden BIGINT column: the record's place within its batch, see {@link Place#packed()}. */
    public static final String PLACE = "_place";

    /** Hidden BIGINT column: which record of one key is later, in microseconds since 1970. */
    public static final String ORDER = "_order";
}
