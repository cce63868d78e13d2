package dev.eider.analytics;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Mart;
import dev.eider.contract.Mart.Materialized;
import dev.eider.contract.Project;
import dev.eider.core.Analytics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The project's marts: tables made whole at each load, views defined once and for all. Columns are explained by the
 * mart's own words, else by those of the star's column of the same name. Stateless and thread-safe.
 */
public final class Marts implements Analytics {
    private static final String MAIN = " WHERE database_name = current_database() AND schema_name = 'main'";

    @Override
    public void refresh(Connection warehouse, Project project) throws EiderException {
        try {
            dropAll(warehouse);
            Map<String, String> words = starWords(warehouse);
            for (Mart mart : project.marts()) {
                create(warehouse, mart);
                explain(warehouse, mart, words);
            }
        } catch (SQLException e) {
            throw new EiderException(ErrorCode.INTERNAL, "Cannot build the marts: DuckDB refused a statement", null, e);
        }
    }

    /** Drops what earlier loads made, since a mart may have gone or become another kind. */
    private static void dropAll(Connection warehouse) throws SQLException {
        for (String view : names(warehouse, "SELECT view_name FROM duckdb_views()" + MAIN + " AND NOT internal")) {
            run(warehouse, "DROP VIEW main." + quote(view));
        }
        String made = "SELECT table_name FROM duckdb_tables()" + MAIN
                + " AND table_name IN (SELECT name FROM eider.tables WHERE is_mart)";
        for (String table : names(warehouse, made)) {
            run(warehouse, "DROP TABLE main." + quote(table));
        }
    }

    private static void create(Connection warehouse, Mart mart) throws EiderException {
        String kind = mart.materialized() == Materialized.VIEW ? "VIEW" : "TABLE";
        try {
            run(warehouse, "CREATE " + kind + " main." + quote(mart.name()) + " AS " + mart.sql());
        } catch (SQLException e) {
            throw invalid(mart, e);
        }
    }

    /** The words of DuckDB that speak of names; those of an error in the data may quote a value and stay out. */
    private static EiderException invalid(Mart mart, SQLException e) {
        String told = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        boolean aboutNames =
                told.startsWith("Binder Error") || told.startsWith("Catalog Error") || told.startsWith("Parser Error");
        String reason = aboutNames ? told : "its query fails on the data";
        return new EiderException(
                ErrorCode.INVALID_CONFIGURATION, "Invalid mart " + mart.name() + ": " + reason, null, e);
    }

    private static void explain(Connection warehouse, Mart mart, Map<String, String> words) throws SQLException {
        String kind = mart.materialized() == Materialized.VIEW ? "VIEW" : "TABLE";
        String name = "main." + quote(mart.name());
        if (!mart.description().isBlank()) {
            run(warehouse, "COMMENT ON " + kind + " " + name + " IS " + text(mart.description()));
        }
        String columns = "SELECT column_name FROM duckdb_columns()" + MAIN + " AND table_name = " + text(mart.name());
        for (String column : names(warehouse, columns)) {
            String said = mart.columns().getOrDefault(column, words.getOrDefault(column, ""));
            if (!said.isBlank()) {
                run(warehouse, "COMMENT ON COLUMN " + name + "." + quote(column) + " IS " + text(said));
            }
        }
    }

    /** Comments of the star's columns by name, where all columns of a name are explained alike. */
    private static Map<String, String> starWords(Connection warehouse) throws SQLException {
        Map<String, String> words = new TreeMap<>();
        String query = "SELECT column_name, min(comment) FROM duckdb_columns()" + MAIN
                + " AND comment IS NOT NULL GROUP BY column_name HAVING count(DISTINCT comment) = 1";
        try (Statement statement = warehouse.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                words.put(result.getString(1), result.getString(2));
            }
        }
        return words;
    }

    private static Set<String> names(Connection warehouse, String query) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    private static void run(Connection warehouse, String sql) throws SQLException {
        try (Statement statement = warehouse.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }
}
