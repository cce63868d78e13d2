package dev.eider.core;

import java.sql.SQLException;

/**
 * Proof that a column of whole numbers holds no value twice. Rows are grouped by 64 neighbouring values with a bit for
 * each, rather than by value: keys mostly come in runs, and then there is a fraction of the groups.
 */
final class KeyBitmaps {
    private KeyBitmaps() {}

    /** Whether no two rows have the same value in the column; rows without one are passed over. */
    static boolean areDistinct(Session session, String relation, String column) throws SQLException {
        String value = Sql.name(column) + "::BIGINT";
        return session.text("""
                SELECT 1 FROM {relation} GROUP BY {value} >> 6
                HAVING count({value}) > bit_count(bit_or(1::UBIGINT << ({value} & 63)::UBIGINT)) LIMIT 1
                """.replace("{relation}", relation).replace("{value}", value))
                .isEmpty();
    }
}
