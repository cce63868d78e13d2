package dev.eider.core;

import dev.eider.contract.DatasetName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Replaces the rows of batches in one fact, exactly: whatever was loaded in whichever order, the fact holds of each
 * key the latest row of all current revisions, and the outdated table holds the others.
 */
final class Restatement {
    private final Session session;
    private final FactTable fact;
    private final List<LoadPlan.Incoming> batches;
    private final String clean;
    private final boolean hasRows;

    Restatement(Session session, FactTable fact, List<LoadPlan.Incoming> batches, CleanViews views) {
        this.session = session;
        this.fact = fact;
        this.batches = batches;
        DatasetName dataset = fact.contract().dataset();
        this.clean = CleanViews.rows(dataset) + " c";
        this.hasRows = views.hasRows(dataset);
    }

    static List<Integer> replaced(List<LoadPlan.Incoming> batches) {
        return batches.stream()
                .filter(b -> b.replaces().isPresent())
                .map(LoadPlan.Incoming::number)
                .toList();
    }

    static String list(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    void run() throws SQLException {
        session.run("DROP TABLE IF EXISTS temp." + touched(fact));
        if (!fact.isKeyed()) {
            replaceByBatch();
        } else if (replaced(batches).isEmpty() && !hasRows) {
            return;
        } else if (replaced(batches).isEmpty() && isUnique() && isNew()) {
            append();
        } else {
            rank();
        }
    }

    private void replaceByBatch() throws SQLException {
        List<String> slices = batches.stream()
                .filter(b -> b.replaces().isPresent())
                .map(b -> Sql.text(b.slice()))
                .toList();
        if (!slices.isEmpty()) {
            session.run("DELETE FROM " + fact.name() + " WHERE " + Sql.name(FactTable.RECORD_BATCH) + " IN ("
                    + String.join(", ", slices) + ")");
        }
        if (hasRows) {
            insertRows();
        }
    }

    private void append() throws SQLException {
        insertRows();
        session.run("INSERT INTO " + fact.lineage() + " SELECT " + fact.keyList() + ", c._batch, c._order FROM " + clean
                + fact.keyJoins());
    }

    private void insertRows() throws SQLException {
        session.run("INSERT INTO " + fact.name() + " SELECT " + fact.selectList() + " FROM " + clean + fact.joins());
    }

    /** Whether no key stands twice in the new rows. */
    private boolean isUnique() throws SQLException {
        Optional<String> number = fact.wholeNumberKey();
        if (number.isPresent()) {
            return KeyBitmaps.areDistinct(
                    session, CleanViews.records(fact.contract().dataset()), number.get());
        }
        return session.text("SELECT 1 FROM (SELECT " + fact.keyList() + " FROM " + clean + fact.keyJoins()
                        + ") GROUP BY " + Sql.names(fact.key()) + " HAVING count(*) > 1 LIMIT 1")
                .isEmpty();
    }

    /** Whether no key of the new rows is in the fact. */
    private boolean isNew() throws SQLException {
        return session.text("SELECT 1 FROM " + fact.lineage() + " SEMI JOIN (SELECT " + fact.keyList() + " FROM "
                        + clean + fact.keyJoins() + ") USING (" + Sql.names(fact.key()) + ") LIMIT 1")
                .isEmpty();
    }

    private void rank() throws SQLException {
        String incoming = Sql.name("_incoming_" + fact.table());
        if (hasRows) {
            session.run("CREATE OR REPLACE TEMP TABLE " + incoming + " AS SELECT " + fact.selectList()
                    + ", c._batch AS batch, c._order, c._place FROM " + clean + fact.joins());
        } else {
            session.run("CREATE OR REPLACE TEMP TABLE " + incoming + " AS FROM " + fact.outdated() + " LIMIT 0");
        }
        String key = Sql.names(fact.key());
        session.run("CREATE OR REPLACE TEMP TABLE " + touched(fact) + " AS SELECT " + key + " FROM " + incoming
                + " UNION SELECT " + key + " FROM " + fact.lineage() + " WHERE " + old("batch")
                + " UNION SELECT " + key + " FROM " + fact.outdated() + " WHERE " + old("batch"));
        session.run(ranking(incoming));
        for (String table : List.of(fact.name(), fact.lineage(), fact.outdated())) {
            session.run("DELETE FROM " + table + " AS d USING " + touched(fact) + " AS t WHERE "
                    + Sql.equal("d", "t", fact.key()));
        }
        String columns = Sql.names(fact.columnNames());
        String origin = ", batch, _order";
        session.run("INSERT INTO " + fact.name() + " SELECT " + columns + " FROM _ranked WHERE _rank = 1");
        session.run("INSERT INTO " + fact.lineage() + " SELECT " + key + origin + " FROM _ranked WHERE _rank = 1");
        session.run("INSERT INTO " + fact.outdated() + " SELECT " + columns + origin
                + ", _place FROM _ranked WHERE _rank > 1");
        session.run("DROP TABLE _ranked");
        session.run("DROP TABLE " + incoming);
    }

    /**
     * All rows of the touched keys, of new batches and of those that stay, the latest of each key first. Places decide
     * within a batch only, and there a row of the fact has won already: it stands behind any place.
     */
    private String ranking(String incoming) {
        String columns = Sql.names(fact.columnNames());
        return """
                CREATE OR REPLACE TEMP TABLE _ranked AS
                SELECT r.*, row_number() OVER (PARTITION BY {rkey} ORDER BY r._order DESC, b.slice DESC, r._place DESC) AS _rank
                FROM (SELECT {columns}, batch, _order, _place FROM {incoming}
                      UNION ALL
                      SELECT {fcolumns}, l.batch, l._order, {won}
                      FROM {fact} f JOIN {lineage} l USING ({key}) SEMI JOIN {touched} USING ({key})
                      WHERE NOT ({old l})
                      UNION ALL
                      SELECT {columns}, batch, _order, _place
                      FROM {outdated} SEMI JOIN {touched} USING ({key})
                      WHERE NOT ({old})) r
                JOIN eider.ledger b ON b.batch = r.batch
                """.replace("{rkey}", Sql.names("r", fact.key()))
                .replace("{columns}", columns)
                .replace("{incoming}", incoming)
                .replace("{fcolumns}", Sql.names("f", fact.columnNames()))
                .replace("{won}", Long.toString(Long.MAX_VALUE))
                .replace("{fact}", fact.name())
                .replace("{lineage}", fact.lineage())
                .replace("{outdated}", fact.outdated())
                .replace("{touched}", touched(fact))
                .replace("{key}", Sql.names(fact.key()))
                .replace("{old l}", old("l.batch"))
                .replace("{old}", old("batch"));
    }

    /** The condition that a row's batch is replaced. */
    private String old(String batch) {
        return replaced(batches).isEmpty() ? "false" : batch + " IN (" + list(replaced(batches)) + ")";
    }

    /** Keys whose rows a load ranked anew. */
    static String touched(FactTable fact) {
        return Sql.name("_touched_" + fact.table());
    }
}
