package dev.eider.core;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Published tables of a warehouse file. */
final class Tables {
    private Tables() {}

    /** Rows by table, in the order of names; views are not counted. */
    static Map<String, Long> rows(Session session) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (List<@Nullable String> row : session.rows("""
                SELECT table_name FROM duckdb_tables()
                WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary
                ORDER BY table_name
                """)) {
            String table = String.valueOf(row.get(0));
            rows.put(table, session.number("SELECT count(*) FROM main." + Sql.name(table)));
        }
        return rows;
    }
}
