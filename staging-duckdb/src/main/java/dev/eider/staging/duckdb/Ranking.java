package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the records that lose to another of their key. What the scan held aside tells which keys repeat; where it could
 * not hold all, hashes of all keys are looked through. Only rows of repeated keys are ranked, by the keys themselves.
 */
final class Ranking {
    private static final Sql NONE = Sql.named("no_losers");

    private final StagingDatabase database;
    private final List<String> keys;
    private final List<String> columns;

    Ranking(StagingDatabase database, Contract contract) {
        this.database = database;
        keys = contract.primaryKey();
        columns = contract.columns().stream().map(Column::name).toList();
    }

    /**
     * Fills the table {@code losers}.
     *
     * @return how many there are
     */
    long rank(Judged judged) throws SQLException {
        database.execute(NONE);
        if (keys.isEmpty() || judged.files().isEmpty()) {
            return 0;
        }
        return judged.areRepeatsKnown() ? rankKnown(judged) : rankAll(judged.files());
    }

    /** Whole rows are few enough to be taken out of the files at once. */
    private long rankKnown(Judged judged) throws SQLException {
        if (judged.repeats().isEmpty()) {
            return 0;
        }
        database.execute(Sql.named("touched")
                .with("keys", Sql.names(keys))
                .with("repeats", Sql.files(judged.repeats()))
                .with("files", Sql.files(judged.files())));
        return rank("touched", "true");
    }

    private long rankAll(List<Path> files) throws SQLException {
        database.execute(Sql.named("repeated").with("keys", Sql.names(keys)).with("files", Sql.files(files)));
        if (database.number(Sql.named("count_repeated")) == 0) {
            return 0;
        }
        return rank(
                "read_parquet(" + Sql.files(files) + ")",
                "hash(" + Sql.names(keys) + ") IN (SELECT _hash FROM repeated)");
    }

    private long rank(String rows, String candidates) throws SQLException {
        database.execute(Sql.named("losers")
                .with("keys", Sql.names(keys))
                .with("rows", rows)
                .with("candidates", candidates)
                .with("equal", equal()));
        return database.number(Sql.named("count_losers"));
    }

    /** Losers that say nothing new, as the ranking found them. */
    long duplicates() throws SQLException {
        return database.number(Sql.named("count_duplicates"));
    }

    /** Places of the superseded records, ascending; to be closed before the next statement. */
    StagingDatabase.Rows superseded() throws SQLException {
        return database.rows(Sql.named("superseded"));
    }

    private String equal() {
        return columns.stream()
                .map(Sql::name)
                .map(name -> "loser." + name + " IS NOT DISTINCT FROM winner." + name)
                .collect(Collectors.joining(" AND ", "(", ")"));
    }
}
