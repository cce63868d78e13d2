package dev.eider.staging.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Loses the first row of the first clean file. */
final class LostRow {
    private LostRow() {}

    static void drop(List<Path> files) throws IOException {
        Path file = files.get(0);
        Path rest = file.resolveSibling("rest.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM " + Sql.text(file.toString()) + " OFFSET 1) TO "
                    + Sql.text(rest.toString()) + " (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
        Files.move(rest, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
