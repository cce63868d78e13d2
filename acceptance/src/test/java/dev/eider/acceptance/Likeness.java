package dev.eider.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether two buckets hold the same: texts to the byte, Parquet as sets of rows with their numbers, the star by EXCEPT
 * ALL both ways for every table and view. Surrogate keys must be equal as well: they follow from the data alone. Used
 * by one thread.
 */
final class Likeness implements AutoCloseable {
    private static final int SHOWN_MAX = 3;
    private static final String LEDGER = "eider.\"ledger\"";

    private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    private final Remains expected;
    private final Map<String, String> expectedTables = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    /** @param expected what the undisturbed run left */
    Likeness(Remains expected) throws SQLException {
        this.expected = expected;
        run("SET threads = 1");
        run("SET memory_limit = '128MiB'");
        attach(expected, "expected");
        expectedTables.putAll(tables("expected"));
    }

    /** What differs, in words; empty if nothing does. */
    List<String> differences(Remains found) throws SQLException {
        differences.clear();
        compareTexts(found.texts());
        if (!found.clean().keySet().equals(expected.clean().keySet())) {
            differences.add("clean files: " + found.clean().keySet() + " instead of "
                    + expected.clean().keySet());
        }
        for (String name : found.clean().keySet()) {
            if (expected.clean().containsKey(name)) {
                compare(
                        name,
                        "SELECT * FROM " + parquet(expected.clean().get(name)),
                        "SELECT * FROM " + parquet(found.clean().get(name)));
            }
        }
        if (found.generation().isEmpty()) {
            differences.add("nothing is published");
            return List.copyOf(differences);
        }
        compareStars(found);
        return List.copyOf(differences);
    }

    private void compareStars(Remains found) throws SQLException {
        attach(found, "found");
        try {
            Map<String, String> tables = tables("found");
            if (!tables.equals(expectedTables)) {
                differences.add("tables: " + tables + " instead of " + expectedTables);
            }
            TreeSet<String> common = new TreeSet<>(expectedTables.keySet());
            common.retainAll(tables.keySet());
            for (String table : common) {
                compare(table, select("expected", table), select("found", table));
            }
            compare("keys.parquet", keys(expected), keys(found));
        } finally {
            run("DETACH found");
        }
    }

    /** Batches by name: a file numbers them as it happened to load them. */
    private String select(String database, String table) {
        String of = " FROM " + database + "." + table + " t";
        if (table.equals(LEDGER)) {
            return "SELECT * EXCLUDE (batch, manifest_sha256)" + of;
        }
        boolean isNumbered = table.startsWith("eider.")
                && expectedTables.getOrDefault(table, "").contains("batch INTEGER");
        return isNumbered
                ? "SELECT t.* EXCLUDE (batch), l.dataset, l.slice" + of + " LEFT JOIN " + database + "." + LEDGER
                        + " l ON l.batch = t.batch"
                : "SELECT *" + of;
    }

    private void compareTexts(Map<String, String> found) {
        TreeSet<String> names = new TreeSet<>(found.keySet());
        names.addAll(expected.texts().keySet());
        for (String name : names) {
            String is = found.getOrDefault(name, "nothing");
            String should = expected.texts().getOrDefault(name, "nothing");
            if (!is.equals(should)) {
                differences.add(name + " is\n" + is + "\ninstead of\n" + should);
            }
        }
    }

    private void compare(String what, String expectedRows, String foundRows) throws SQLException {
        List<String> missing = rows(expectedRows + " EXCEPT ALL " + foundRows);
        List<String> surplus = rows(foundRows + " EXCEPT ALL " + expectedRows);
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            differences.add(what + " lacks " + missing.size() + " rows, like " + first(missing) + ", and has "
                    + surplus.size() + " too many, like " + first(surplus));
        }
    }

    private static List<String> first(List<String> rows) {
        return rows.subList(0, Math.min(SHOWN_MAX, rows.size()));
    }

    /** Columns by table and view; what the working file knows of itself left out. */
    private Map<String, String> tables(String database) throws SQLException {
        Map<String, String> tables = new TreeMap<>();
        String query = """
                SELECT schema_name || '."' || table_name || '"', string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index)
                FROM duckdb_columns() WHERE NOT internal AND database_name = '%s' AND table_name <> 'state' GROUP BY ALL
                """.formatted(database);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                tables.put(result.getString(1), result.getString(2));
            }
        }
        return tables;
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CAST(r AS VARCHAR) FROM (" + query + ") r")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private void attach(Remains remains, String name) throws SQLException {
        Path file = remains.generation().orElseThrow().resolve("warehouse.duckdb");
        run("ATTACH '" + file + "' AS " + name + " (READ_ONLY)");
    }

    private static String keys(Remains remains) {
        return "SELECT * FROM " + parquet(remains.generation().orElseThrow().resolve("keys.parquet"));
    }

    private static String parquet(Path file) {
        return "read_parquet('" + file + "')";
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
