package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the records that are not the latest of their key. Hashes of all keys come first: where none repeats, which is
 * the rule, no row is touched; else only the repeated ones are ranked, by the keys themselves.
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
    long rank(List<Path> files) throws SQLException {
        database.execute(NONE);
        if (keys.isEmpty() || files.isEmpty()) {
            return 0;
        }
        database.execute(Sql.named("repeated").with("keys", Sql.names(keys)).with("files", Sql.files(files)));
        if (database.number(Sql.named("count_repeated")) == 0) {
            return 0;
        }
        database.execute(Sql.named("losers")
                .with("keys", Sql.names(keys))
                .with("files", Sql.files(files))
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
