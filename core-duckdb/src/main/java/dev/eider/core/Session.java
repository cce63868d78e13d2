package dev.eider.core;

import dev.eider.contract.Limits;
import dev.eider.zones.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** One connection to DuckDB with its bounds set before the file is opened. Not thread-safe. */
final class Session implements AutoCloseable {
    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /** A private database that may be written; made where there is none. */
    static Session writing(Path file, Limits limits, Path temp, String storageVersion) throws SQLException {
        Properties properties = bounds(limits, temp);
        properties.setProperty("storage_compatibility_version", storageVersion);
        return new Session(DriverManager.getConnection("jdbc:duckdb:" + file, properties));
    }

    /** A published database, read only. */
    static Session reading(Path file, Limits limits, Path temp) throws SQLException {
        Properties properties = bounds(limits, temp);
        properties.setProperty("access_mode", "READ_ONLY");
        return new Session(DriverManager.getConnection("jdbc:duckdb:" + file, properties));
    }

    /** A database without a file. */
    static Session inMemory(Limits limits, Path temp) throws SQLException {
        return new Session(DriverManager.getConnection("jdbc:duckdb:", bounds(limits, temp)));
    }

    /** Properties rather than SET, since the log of a killed writer is replayed before the first statement. */
    private static Properties bounds(Limits limits, Path temp) {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", (limits.memoryMax() >> 20) + "MiB");
        properties.setProperty("threads", Integer.toString(limits.threads()));
        properties.setProperty("temp_directory", temp.toString());
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        return properties;
    }

    Connection connection() {
        return connection;
    }

    /** Runs one statement and tells how many rows it changed. */
    long run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? 0 : Math.max(0, statement.getLargeUpdateCount());
        }
    }

    /**
     * Adds rows to a table, past the parser: to it, ten thousand rows of values are a gigabyte.
     *
     * @param schema of the table, {@code temp} for a temporary one
     * @param rows values in the order of the columns
     */
    void append(String schema, String table, List<List<Object>> rows) throws SQLException {
        String catalog = schema.equals("temp") ? "temp" : null;
        try (DuckDBAppender appender = connection
                .unwrap(DuckDBConnection.class)
                .createAppender(catalog, catalog == null ? schema : "main", table)) {
            for (List<Object> row : rows) {
                appender.beginRow();
                for (Object value : row) {
                    append(appender, value);
                }
                appender.endRow();
            }
        }
    }

    private static void append(DuckDBAppender appender, Object value) throws SQLException {
        if (value instanceof Integer number) {
            appender.append(number.intValue());
        } else if (value instanceof Long number) {
            appender.append(number.longValue());
        } else if (value instanceof LocalDateTime time) {
            appender.append(time);
        } else {
            appender.append(value.toString());
        }
    }

    void begin() throws SQLException {
        run("BEGIN TRANSACTION");
    }

    void commit() throws SQLException {
        run("COMMIT");
    }

    /** Commits and tells so, right before and right after. */
    void commit(Progress progress) throws SQLException {
        progress.at(Progress.COMMIT, 0, 1);
        commit();
        progress.at(Progress.COMMIT, 1, 1);
    }

    /** Undoes the open transaction; a failure of it is told beside the one that led here. */
    void rollback(Throwable because) {
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** The one number that a query gives; 0 where it is NULL. */
    long number(String sql) throws SQLException {
        return text(sql).map(Long::parseLong).orElse(0L);
    }

    /** The first column of the first row, as text. */
    Optional<String> text(String sql) throws SQLException {
        List<List<@Nullable String>> rows = rows(sql);
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(rows.get(0).get(0));
    }

    /** All rows as texts; for small answers. */
    List<List<@Nullable String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
