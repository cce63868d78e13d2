package dev.eider.sandbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file served as a dataset's pages, its records in the file's order. Immutable.
 *
 * <p>A CSV record becomes an object: each value a JSON string exactly as in the file, or, in the columns of
 * {@link #numbers}, the number with the file's own digits (null where the cell is empty; a string where it is no JSON
 * number). A record with fewer cells than the header is served with those that it has. A line of NDJSON is served
 * verbatim, whatever it holds. Blank lines are no records. A name that ends in {@code .gz} is unpacked.
 *
 * @param dataset the name in the URL
 * @param path the file, read once at start
 * @param format CSV or NDJSON
 * @param delimiter between cells
 * @param quote around cells; doubled inside them
 * @param columns names, where the file has no header
 * @param numbers columns to serve as numbers
 * @param charset the file's encoding
 * @param dateColumn the column (top-level field) that {@code from} and {@code to} select by
 * @param dateFormat its strptime pattern; ISO dates and instants without one
 */
public record DatasetFile(
        String dataset,
        Path path,
        Format format,
        char delimiter,
        char quote,
        List<String> columns,
        List<String> numbers,
        Charset charset,
        Optional<String> dateColumn,
        Optional<String> dateFormat) {

    /** How the file is divided into records. */
    public enum Format {
        /** Delimited cells with a header, as RFC 4180 and its relatives. */
        CSV,
        /** A record a line. */
        NDJSON
    }

    private static final Pattern DATASET = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");

    /** Copies the lists. */
    public DatasetFile {
        if (!DATASET.matcher(dataset).matches()) {
            throw new IllegalArgumentException("Invalid dataset: " + dataset + " (" + DATASET + ")");
        }
        columns = List.copyOf(columns);
        numbers = List.copyOf(numbers);
    }

    /** A file in UTF-8; NDJSON if its name ends so ({@code .ndjson .jsonl .json}, also with {@code .gz}), else CSV. */
    public static DatasetFile of(String dataset, Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        boolean lines = name.endsWith(".ndjson") || name.endsWith(".jsonl") || name.endsWith(".json");
        return new DatasetFile(
                dataset,
                path,
                lines ? Format.NDJSON : Format.CSV,
                ',',
                '"',
                List.of(),
                List.of(),
                StandardCharsets.UTF_8,
                Optional.empty(),
                Optional.empty());
    }

    /** The same in this format. */
    public DatasetFile as(Format value) {
        return new DatasetFile(
                dataset, path, value, delimiter, quote, columns, numbers, charset, dateColumn, dateFormat);
    }

    /** The same with this delimiter. */
    public DatasetFile delimiter(char value) {
        return new DatasetFile(dataset, path, format, value, quote, columns, numbers, charset, dateColumn, dateFormat);
    }

    /** The same with this quote. */
    public DatasetFile quote(char value) {
        return new DatasetFile(
                dataset, path, format, delimiter, value, columns, numbers, charset, dateColumn, dateFormat);
    }

    /** The same without a header, its columns called so. */
    public DatasetFile columns(String... values) {
        return new DatasetFile(
                dataset, path, format, delimiter, quote, List.of(values), numbers, charset, dateColumn, dateFormat);
    }

    /** The same with these columns as numbers. */
    public DatasetFile numbers(String... values) {
        return new DatasetFile(
                dataset, path, format, delimiter, quote, columns, List.of(values), charset, dateColumn, dateFormat);
    }

    /** The same in this encoding. */
    public DatasetFile charset(Charset value) {
        return new DatasetFile(
                dataset, path, format, delimiter, quote, columns, numbers, value, dateColumn, dateFormat);
    }

    /** The same, selected by a column of ISO dates or instants. */
    public DatasetFile date(String column) {
        return new DatasetFile(
                dataset, path, format, delimiter, quote, columns, numbers, charset, Optional.of(column), dateFormat);
    }

    /** The same, selected by a column of this strptime pattern: {@code %y%m%d}. */
    public DatasetFile date(String column, String strptime) {
        return new DatasetFile(
                dataset,
                path,
                format,
                delimiter,
                quote,
                columns,
                numbers,
                charset,
                Optional.of(column),
                Optional.of(strptime));
    }
}
