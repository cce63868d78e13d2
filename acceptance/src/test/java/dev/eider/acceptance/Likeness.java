package dev.eider.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether two buckets hold the same: texts to the byte; Parquet files and every table and view of the star row by row,
 * each row as often as in the other, which is what EXCEPT ALL both ways would tell at twice the cost. Surrogate keys must
 * be equal as well: they follow from the data alone. Used by one thread.
 */
final class Likeness implements AutoCloseable {
    private static final int SHOWN_MAX = 3;
    private static final String LEDGER = "eider.\"ledger\"";
    private static final String KEYS = "keys.parquet";

    private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    private final Map<String, String> expectedTexts;
    private final Map<String, List<String>> expectedRows;

    /** @param expected what the undisturbed run left */
    Likeness(Remains expected) throws SQLException {
        run("SET threads = 1");
        run("SET memory_limit = '128MiB'");
        expectedTexts = expected.texts();
        expectedRows = rows(expected);
    }

    /** What differs, in words; empty if nothing does. */
    List<String> differences(Remains found) throws SQLException {
        List<String> differences = new ArrayList<>();
        for (String name : union(expectedTexts, found.texts())) {
            String is = found.texts().getOrDefault(name, "nothing");
            String should = expectedTexts.getOrDefault(name, "nothing");
            if (!is.equals(should)) {
                differences.add(name + " is\n" + is + "\ninstead of\n" + should);
            }
        }
        Map<String, List<String>> rows = rows(found);
        for (String name : union(expectedRows, rows)) {
            if (!rows.containsKey(name) || !expectedRows.containsKey(name)) {
                differences.add(name + (rows.containsKey(name) ? " is too many" : " is lacking"));
            } else if (!rows.get(name).equals(expectedRows.get(name))) {
                List<String> missing = except(expectedRows.get(name), rows.get(name));
                List<String> surplus = except(rows.get(name), expectedRows.get(name));
                differences.add(name + " lacks " + missing.size() + " rows, like " + first(missing) + ", and has "
                        + surplus.size() + " too many, like " + first(surplus));
            }
        }
        return differences;
    }

    /** Sorted rows of every Parquet file, table and view, by its name and, for what is in the star, its columns. */
    private Map<String, List<String>> rows(Remains remains) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (Map.Entry<String, Path> file : remains.clean().entrySet()) {
            rows.put(file.getKey(), rows("SELECT * FROM read_parquet('" + file.getValue() + "')"));
        }
        if (remains.generation().isPresent()) {
            Path generation = remains.generation().get();
            rows.put(KEYS, rows("SELECT * FROM read_parquet('" + generation.resolve(KEYS) + "')"));
            run("ATTACH '" + generation.resolve("warehouse.duckdb") + "' AS star (READ_ONLY)");
            for (Map.Entry<String, String> table : tables().entrySet()) {
                String columns = table.getValue();
                rows.put(table.getKey() + " (" + columns + ")", rows(select(table.getKey(), columns)));
            }
            run("DETACH star");
        }
        return rows;
    }

    /** Columns by table and view; what the working file knows of itself left out. */
    private Map<String, String> tables() throws SQLException {
        Map<String, String> tables = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT schema_name || '."' || table_name || '"',
                               string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index)
                        FROM duckdb_columns()
                        WHERE NOT internal AND database_name = 'star' AND table_name <> 'state' GROUP BY ALL
                        """)) {
            while (result.next()) {
                tables.put(result.getString(1), result.getString(2));
            }
        }
        return tables;
    }

    /** Batches by name: a file numbers them as it happened to load them. */
    private static String select(String table, String columns) {
        if (table.equals(LEDGER)) {
            return "SELECT * EXCLUDE (batch, manifest_sha256) FROM star." + table;
        }
        return table.startsWith("eider.") && columns.contains("batch INTEGER")
                ? "SELECT t.* EXCLUDE (batch), l.dataset, l.slice FROM star." + table + " t LEFT JOIN star." + LEDGER
                        + " l ON l.batch = t.batch"
                : "SELECT * FROM star." + table;
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CAST(r AS VARCHAR) FROM (" + query + ") r")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        Collections.sort(rows);
        return rows;
    }

    /** Of two sorted lists, what the first has more often. */
    private static List<String> except(List<String> rows, List<String> others) {
        List<String> more = new ArrayList<>();
        int other = 0;
        for (String row : rows) {
            while (other < others.size() && others.get(other).compareTo(row) < 0) {
                other++;
            }
            if (other < others.size() && others.get(other).equals(row)) {
                other++;
            } else {
                more.add(row);
            }
        }
        return more;
    }

    private static List<String> first(List<String> rows) {
        return rows.subList(0, Math.min(SHOWN_MAX, rows.size()));
    }

    private static TreeSet<String> union(Map<String, ?> one, Map<String, ?> other) {
        TreeSet<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        return names;
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
