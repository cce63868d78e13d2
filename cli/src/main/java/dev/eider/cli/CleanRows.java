package dev.eider.cli;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Context;
import dev.eider.zones.Expiry;
import dev.eider.zones.Manifest;
import dev.eider.zones.Range;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** Rows of clean files as objects of JSON, one file after the other: exact decimals, times in ISO 8601. */
final class CleanRows {
    private final Contract contract;
    private final Context context;

    CleanRows(Contract contract, Context context) {
        this.contract = contract;
        this.context = context;
    }

    /** Takes a row. */
    interface Taker {
        void take(byte[] json) throws EiderException;
    }

    void each(Manifest staged, Taker taker) throws EiderException {
        for (StoredFile file : staged.outputs(StoredFile.Role.CLEAN)) {
            Path copy = context.scratch().resolve("clean-copy.parquet");
            try {
                read(local(file, copy), taker);
            } catch (EiderException e) {
                throw Expiry.explain(e, context, staged, file, "Leave its batch out by --interval, or --from and --to");
            } catch (IOException | SQLException e) {
                throw new EiderException(
                        ErrorCode.CORRUPT_OBJECT, "Cannot read " + file.key() + ": " + e.getMessage(), null, e);
            } finally {
                remove(copy);
            }
        }
    }

    private Path local(StoredFile file, Path copy) throws EiderException, IOException {
        Optional<Path> local = context.bucket().localPath(file.key());
        if (local.isPresent()) {
            return local.get();
        }
        try (InputStream in = context.bucket().open(file.key(), Range.ALL)) {
            Files.copy(in, copy);
        }
        return copy;
    }

    private void read(Path file, Taker taker) throws EiderException, IOException, SQLException {
        String sql = sql().replace("${object}", object())
                .replace("${place}", Column.PLACE)
                .replace("${file}", file.toAbsolutePath().toString().replace("'", "''"));
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                taker.take(rows.getString(1).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** The text of an object, made by hand: DuckDB's own JSON takes decimals through a double, which loses digits. */
    private String object() {
        return contract.columns().stream()
                .map(column -> "'\"" + column.name() + "\":' || coalesce(" + value(column) + ", 'null')")
                .collect(Collectors.joining(" || ',' || ", "'{' || ", " || '}'"));
    }

    private static String value(Column column) {
        String name = '"' + column.name() + '"';
        return switch (column.type().kind()) {
            case DECIMAL, JSON -> "CAST(" + name + " AS VARCHAR)";
            case TIMESTAMP -> "strftime(" + name + ", '\"%Y-%m-%dT%H:%M:%S.%fZ\"')";
            default -> "CAST(to_json(" + name + ") AS VARCHAR)";
        };
    }

    private static String sql() throws IOException {
        try (InputStream in = CleanRows.class.getResourceAsStream("clean_rows.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Scratch goes with the program.
        }
    }
}
