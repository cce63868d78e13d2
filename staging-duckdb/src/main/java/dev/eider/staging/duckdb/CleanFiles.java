package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.FieldType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clean Parquet files of one batch in scratch: written by the scan, rewritten only where losers or large dates ask for it. */
final class CleanFiles {
    /** Rows from which a date of a batch of several gets a folder of its own. */
    static final long ROWS_OF_OWN_FOLDER = 250_000;

    /** Rows that a thread gathers before it writes them: a bound by their number alone would hold much of long ones. */
    private static final long GROUP_BYTES_MAX = 8L << 20;

    private final StagingDatabase database;
    private final Contract contract;
    private final Path scratch;
    private final long fileBytesMax;

    /**
     * A file and where it belongs.
     *
     * @param date the event date of all its rows; empty where they have several
     */
    record Placed(Path file, Optional<LocalDate> date) {}

    CleanFiles(StagingDatabase database, Contract contract, Path scratch, long fileBytesMax) {
        this.database = database;
        this.contract = contract;
        this.scratch = scratch;
        this.fileBytesMax = fileBytesMax;
    }

    /** Runs the scan that was turned to, and writes what it yields to a file or folder of this name. */
    List<Path> scan(String name) throws SQLException, IOException {
        Path target = scratch.resolve(name);
        String columns = Stream.concat(contract.columns().stream().map(CleanFiles::select), Stream.of(hidden()))
                .collect(Collectors.joining(", "));
        database.execute(Sql.named("judge")
                .with("columns", columns)
                .with("target", target)
                .with("file_bytes_max", fileBytesMax)
                .with("group_bytes_max", GROUP_BYTES_MAX));
        return filesIn(target);
    }

    /**
     * The files as they go to the bucket: without losers, each in its folder.
     *
     * @param losers how many rows the table {@code losers} has
     */
    List<Placed> place(List<Path> files, long losers, EventDays days, LocalDate batchDate)
            throws SQLException, IOException {
        List<LocalDate> all = days.of(1);
        if (all.size() <= 1) {
            return placed(withoutLosers(files, losers), Optional.of(all.isEmpty() ? batchDate : all.get(0)));
        }
        List<LocalDate> large = days.areTooMany() ? List.of() : days.of(ROWS_OF_OWN_FOLDER);
        if (large.isEmpty()) {
            return placed(withoutLosers(files, losers), Optional.empty());
        }
        List<Placed> result = new ArrayList<>();
        for (LocalDate date : large) {
            result.addAll(placed(rewrite(files, of(date), "day-" + date), Optional.of(date)));
        }
        if (large.size() < all.size()) {
            String others = large.stream().map(this::of).collect(Collectors.joining(" OR ", "(", ") IS NOT TRUE"));
            result.addAll(placed(rewrite(files, others, "other-days"), Optional.empty()));
        }
        return result;
    }

    /** Rows of a file as its footer states them. */
    long rows(Path file) throws SQLException {
        return database.number(Sql.named("rows").with("file", file));
    }

    private List<Path> withoutLosers(List<Path> files, long losers) throws SQLException, IOException {
        if (losers == 0) {
            return files;
        }
        Set<String> touched =
                new HashSet<>(database.texts(Sql.named("files_with_losers").with("files", Sql.files(files))));
        List<Path> result = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            if (touched.contains(file.toString())) {
                result.addAll(rewrite(List.of(file), "true", "kept-" + i));
            } else {
                result.add(file);
            }
        }
        return result;
    }

    private List<Path> rewrite(List<Path> files, String rows, String name) throws SQLException, IOException {
        Path target = scratch.resolve(name);
        String columns = Stream.concat(contract.columns().stream().map(c -> Sql.name(c.name())), Stream.of(hidden()))
                .collect(Collectors.joining(", "));
        database.execute(Sql.named("rewrite")
                .with("columns", columns)
                .with("rows", rows)
                .with("files", Sql.files(files))
                .with("target", target)
                .with("file_bytes_max", fileBytesMax)
                .with("group_bytes_max", GROUP_BYTES_MAX));
        return filesIn(target);
    }

    /** The rows of an event date, by instants in the contract's zone: the engine's own time zones stay out of it. */
    private String of(LocalDate date) {
        String eventTime = contract.eventTime().orElseThrow();
        String name = Sql.name(eventTime);
        if (contract.field(eventTime).type().kind() == FieldType.Kind.DATE) {
            return name + " = DATE '" + date + "'";
        }
        return name + " >= " + startOf(date) + " AND " + name + " < " + startOf(date.plusDays(1));
    }

    private String startOf(LocalDate date) {
        long seconds = date.atStartOfDay(contract.timezone()).toEpochSecond();
        return "make_timestamp(" + seconds * 1_000_000 + ")";
    }

    private static String select(Column column) {
        String name = Sql.name(column.name());
        return column.type().kind() == FieldType.Kind.TIME
                ? "CAST(make_timestamp(" + name + ") AS TIME) AS " + name
                : name;
    }

    private static String hidden() {
        return Column.PLACE + ", " + Column.ORDER;
    }

    private static List<Placed> placed(List<Path> files, Optional<LocalDate> date) {
        return files.stream().map(file -> new Placed(file, date)).toList();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
