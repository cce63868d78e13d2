package dev.eider.staging.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** A statement from the {@code .sql} files beside this class; {@code {name}} stands for what {@link #with} gives. */
final class Sql {
    private final String text;

    private Sql(String text) {
        this.text = text;
    }

    static Sql named(String name) {
        try (InputStream in = Sql.class.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("Statement not found: " + name + ".sql");
            }
            return new Sql(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statement with {@code {name}} replaced by SQL. */
    Sql with(String name, String sql) {
        String hole = "{" + name + "}";
        if (!text.contains(hole)) {
            throw new IllegalArgumentException("Placeholder not found: " + hole);
        }
        return new Sql(text.replace(hole, sql));
    }

    Sql with(String name, Path path) {
        return with(name, text(path.toString()));
    }

    Sql with(String name, long number) {
        return with(name, Long.toString(number));
    }

    String text() {
        return text;
    }

    /** A name between quotes. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text between quotes. */
    static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    /** A list of files for {@code read_parquet}. */
    static String files(Collection<Path> files) {
        return files.stream().map(f -> text(f.toString())).collect(Collectors.joining(", ", "[", "]"));
    }
}
