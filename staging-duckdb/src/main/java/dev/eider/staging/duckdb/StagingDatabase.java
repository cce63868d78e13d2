package dev.eider.staging.duckdb;

import dev.eider.contract.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;

/** A DuckDB in memory, bounded, that spills to scratch. One statement at a time; owned by one thread. */
final class StagingDatabase implements AutoCloseable {
    private final Connection connection;

    private StagingDatabase(Connection connection) {
        this.connection = connection;
    }

    /** All bounds are connection properties: a setting made later would come too late for what opening does. */
    static StagingDatabase open(Limits limits, Path spill) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", limits.memoryMax() + "B");
        properties.setProperty("threads", Integer.toString(limits.threads()));
        properties.setProperty("temp_directory", spill.toString());
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        // Else the table function runs on one thread, whatever it asks for.
        properties.setProperty("preserve_insertion_order", "false");
        return new StagingDatabase(new DuckDBDriver().connect("jdbc:duckdb:", properties));
    }

    void register(String name, RawScan scan) throws SQLException {
        try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            function.withName(name).withFunction(scan).register(connection);
        }
    }

    void execute(Sql sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.text());
        }
    }

    /** The first column of the first row. */
    long number(Sql sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql.text())) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The first column; for results that are known to be short. */
    List<String> texts(Sql sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql.text())) {
            while (result.next()) {
                texts.add(result.getString(1));
            }
        }
        return texts;
    }

    /** Rows as they come, to be closed by the caller before the next statement. */
    Rows rows(Sql sql) throws SQLException {
        Statement statement = connection.createStatement();
        try {
            return new Rows(statement, statement.executeQuery(sql.text()));
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** A result under way. */
    record Rows(Statement statement, ResultSet result) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            try (statement;
                    result) {
                // Both are closed, the result first.
            }
        }
    }
}
