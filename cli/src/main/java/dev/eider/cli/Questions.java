package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A project's {@code questions/*.sql}, answered from the published warehouse; the first line is the title. */
final class Questions {
    private static final int ROWS_MAX = 40;

    private final List<Path> files;

    private Questions(List<Path> files) {
        this.files = files;
    }

    static Questions of(Path root) throws EiderException {
        Path folder = root.resolve("questions");
        if (!Files.isDirectory(folder)) {
            return new Questions(List.of());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new Questions(
                    files.filter(f -> f.toString().endsWith(".sql")).sorted().toList());
        } catch (IOException e) {
            throw new EiderException(ErrorCode.ACCESS_DENIED, "Cannot read " + folder + ": " + e.getMessage(), null, e);
        }
    }

    void answer(Session session, Console console) throws EiderException {
        Optional<Path> published = files.isEmpty() ? Optional.empty() : Warehouse.published(session);
        if (published.isEmpty()) {
            return;
        }
        Properties properties = new Properties();
        properties.setProperty("access_mode", "read_only");
        try (Connection warehouse = DriverManager.getConnection("jdbc:duckdb:" + published.get(), properties)) {
            for (Path file : files) {
                String sql = Files.readString(file);
                console.line();
                console.line(console.bold(sql.lines().findFirst().orElse("").replaceFirst("^-- *", "")));
                print(warehouse, sql, console);
            }
        } catch (SQLException | IOException e) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION, "Cannot answer questions/: " + e.getMessage(), "mend the SQL", e);
        }
    }

    private static void print(Connection warehouse, String sql, Console console) throws SQLException {
        try (Statement statement = warehouse.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            String[] head = new String[columns];
            for (int i = 0; i < columns; i++) {
                head[i] = rows.getMetaData().getColumnLabel(i + 1);
            }
            TextTable table = new TextTable(head);
            for (int row = 0; row < ROWS_MAX && rows.next(); row++) {
                Object[] cells = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    cells[i] = String.valueOf(rows.getString(i + 1));
                }
                table.row(cells);
            }
            table.lines(console).forEach(console::line);
        }
    }
}
