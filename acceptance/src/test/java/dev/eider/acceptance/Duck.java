package dev.eider.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Questions to DuckDB, as a reader outside asks them. */
final class Duck {
    private Duck() {}

    /** Rows of a query that needs no database. */
    static List<String> query(String sql) {
        return query("jdbc:duckdb:", new Properties(), sql);
    }

    /** Rows of a query on a file, opened read-only; cells parted by bars. */
    static List<String> query(Path file, String sql) {
        Properties readOnly = new Properties();
        readOnly.setProperty("duckdb.read_only", "true");
        return query("jdbc:duckdb:" + file, readOnly, sql);
    }

    /** Makes a database of one's own. */
    static void make(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(String url, Properties properties, String sql) {
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    cells.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join("|", cells));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError("Cannot query: " + sql, e);
        }
    }
}
