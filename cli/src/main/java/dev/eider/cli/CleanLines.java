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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Clean files as lines of JSON in scratch, one file after the other: exact decimals, times in ISO 8601. */
final class CleanLines {
    private final Contract contract;
    private final Context context;

    CleanLines(Contract contract, Context context) {
        this.contract = contract;
        this.context = context;
    }

    /** Takes the lines of a clean file; they are gone afterwards. */
    interface Taker {
        void take(Path lines) throws EiderException;
    }

    void each(Manifest staged, Taker taker) throws EiderException {
        for (StoredFile file : staged.outputs(StoredFile.Role.CLEAN)) {
            Path lines = context.scratch().resolve("clean-lines.json");
            Path copy = context.scratch().resolve("clean-copy.parquet");
            try {
                write(local(file, copy), lines);
                taker.take(lines);
            } catch (EiderException e) {
                throw Expiry.explain(e, context, staged, file, "Leave its batch out by --interval, or --from and --to");
            } catch (IOException | SQLException e) {
                throw new EiderException(
                        ErrorCode.CORRUPT_OBJECT, "Cannot read " + file.key() + ": " + e.getMessage(), null, e);
            } finally {
                remove(lines);
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

    private void write(Path file, Path lines) throws IOException, SQLException {
        String sql = sql().replace(
                        "${columns}",
                        contract.columns().stream().map(CleanLines::expression).collect(Collectors.joining(", ")))
                .replace("${place}", Column.PLACE)
                .replace("${file}", quoted(file))
                .replace("${lines}", quoted(lines));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String expression(Column column) {
        String name = '"' + column.name() + '"';
        return switch (column.type().kind()) {
            // As they stand: through a double they would lose digits.
            case DECIMAL, JSON -> "CAST(CAST(" + name + " AS VARCHAR) AS JSON) AS " + name;
            case TIMESTAMP -> "strftime(" + name + ", '%Y-%m-%dT%H:%M:%S.%fZ') AS " + name;
            default -> name;
        };
    }

    private static String sql() throws IOException {
        try (InputStream in = CleanLines.class.getResourceAsStream("clean_lines.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String quoted(Path path) {
        return path.toAbsolutePath().toString().replace("'", "''");
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Scratch goes with the program.
        }
    }
}
