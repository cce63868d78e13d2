package dev.eider.core;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.SqlDimension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Dimensions as functions of what batches say of their members: of each batch and member the latest record is kept,
 * and a member is its latest declared observation, or an inferred member where only facts refer to it.
 */
final class Observations {
    /** Packs order and place into one number that sorts like the two. */
    private static final String LATEST = "c._order::HUGEINT * 4611686018427387904 + c._place";

    private final Session session;
    private final CleanViews views;
    private final LoadPlan plan;

    Observations(Session session, CleanViews views, LoadPlan plan) {
        this.session = session;
        this.views = views;
        this.plan = plan;
    }

    /** Brings one dimension up to date; afterwards its key map is open for the facts. */
    void refresh(DimensionTable dimension, List<StarModel.Feed> feeds, KeyMap keys) throws SQLException {
        List<StarModel.Feed> fed = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        session.run("CREATE OR REPLACE TEMP TABLE " + touched(dimension) + " (member INTEGER)");
        for (StarModel.Feed feed : feeds) {
            DatasetName dataset = feed.contract().dataset();
            forget(dimension, Restatement.replaced(plan.of(dataset)));
            if (views.hasRows(dataset)) {
                collect(feed);
                fed.add(feed);
                seen.add("SELECT natural_key, batch FROM " + seen(feed));
            }
        }
        if (!seen.isEmpty()) {
            keys.assign(dimension.table(), String.join(" UNION ALL ", seen));
        }
        keys.open(dimension.table(), dimension.keyType());
        for (StarModel.Feed feed : fed) {
            insert(feed);
        }
        rebuildTouched(dimension);
    }

    /** Takes the whole dimension from its SQL, over the views of clean that are open. */
    void refreshBySql(DimensionTable dimension, SqlDimension sql, KeyMap keys) throws SQLException, EiderException {
        String output = Sql.name("_sql_" + dimension.table());
        try {
            session.run("CREATE OR REPLACE TEMP TABLE " + output + " AS " + sql.sql());
        } catch (SQLException e) {
            throw Failures.ofUser("dimension " + dimension.table(), e);
        }
        String key = Sql.name(sql.naturalKey());
        long repeated = session.number("SELECT count(*) FROM (SELECT " + key + " FROM " + output + " WHERE " + key
                + " IS NOT NULL GROUP BY 1 HAVING count(*) > 1)");
        if (repeated > 0) {
            throw Audits.failed(
                    dimension.table() + "_key_unique", repeated + " natural keys stand more than once", plan);
        }
        session.run("CREATE OR REPLACE TEMP TABLE " + touched(dimension) + " (member INTEGER)");
        forget(dimension, List.of(Ddl.NO_BATCH));
        keys.assign(dimension.table(), "SELECT " + key + " AS natural_key, NULL::INTEGER AS batch FROM " + output);
        keys.open(dimension.table(), dimension.keyType());
        String shown = Sql.name(SqlDimensions.shownColumn(dimension, sql));
        session.run("INSERT INTO " + dimension.observations() + " SELECT k.id, " + Ddl.NO_BATCH + ", 0, 0, true, s."
                + shown + prefixed("s", dimension.attributeNames()) + " FROM " + output + " s JOIN "
                + dimension.keyMap() + " k ON k.natural_key = s." + key);
        session.run("INSERT INTO " + touched(dimension) + " SELECT member FROM " + dimension.observations()
                + " WHERE batch = " + Ddl.NO_BATCH);
        session.run("DROP TABLE " + output);
        rebuildTouched(dimension);
    }

    private void forget(DimensionTable dimension, List<Integer> batches) throws SQLException {
        if (batches.isEmpty()) {
            return;
        }
        String those = " WHERE batch IN (" + Restatement.list(batches) + ")";
        session.run("INSERT INTO " + touched(dimension) + " SELECT DISTINCT member FROM " + dimension.observations()
                + those);
        session.run("DELETE FROM " + dimension.observations() + those);
    }

    /** Two passes, since the second then carries texts of the few rows that are the latest of their member. */
    private void collect(StarModel.Feed feed) throws SQLException {
        DatasetName dataset = feed.contract().dataset();
        // One text to group by costs a third less than a text and a number.
        boolean oneBatch = plan.of(dataset).size() == 1;
        boolean oneOrder = session.number("SELECT max(_order) - min(_order) FROM " + CleanViews.records(dataset)) == 0;
        session.run("""
                CREATE OR REPLACE TEMP TABLE _latest AS
                SELECT c.%s AS natural_key, %s AS batch, %s AS place FROM %s c GROUP BY %s
                """.formatted(
                        Sql.name(feed.keyColumn()),
                        oneBatch ? "min(c._batch)" : "c._batch",
                        oneOrder ? "max(c._place)" : "arg_max(c._place, " + LATEST + ")",
                        CleanViews.rows(dataset),
                        oneBatch ? "1" : "1, 2"));
        List<String> told = new ArrayList<>();
        feed.attributes()
                .ifPresent(names -> names.forEach(n -> told.add(", c." + Sql.name(n) + " AS " + Sql.name("a_" + n))));
        session.run("""
                CREATE OR REPLACE TEMP TABLE %s AS
                SELECT l.natural_key, l.batch, c._order, c._place, c.%s AS shown%s
                FROM %s c JOIN _latest l ON l.batch = c._batch AND l.place = c._place
                """.formatted(
                        seen(feed), Sql.name(feed.shownColumn()), String.join("", told), CleanViews.rows(dataset)));
        session.run("DROP TABLE _latest");
    }

    private void insert(StarModel.Feed feed) throws SQLException {
        DimensionTable dimension = feed.dimension();
        boolean declared = feed.attributes().isPresent();
        List<String> attributes = new ArrayList<>();
        for (StarColumn attribute : dimension.attributes()) {
            // What a record without a natural key says is said of nobody.
            attributes.add(
                    declared
                            ? ", CASE WHEN s.natural_key IS NULL THEN NULL ELSE s." + Sql.name("a_" + attribute.name())
                                    + " END"
                            : ", NULL");
        }
        String member = "CASE WHEN s.natural_key IS NULL THEN " + DimensionTable.UNKNOWN + " ELSE k.id END";
        session.run("INSERT INTO " + dimension.observations() + " SELECT " + member
                + ", s.batch, s._order, s._place, " + declared + ", s.shown"
                + String.join("", attributes) + " FROM " + seen(feed) + " s LEFT JOIN " + dimension.keyMap()
                + " k ON k.natural_key = s.natural_key");
        session.run("INSERT INTO " + touched(dimension) + " SELECT DISTINCT " + member + " FROM " + seen(feed)
                + " s LEFT JOIN " + dimension.keyMap() + " k ON k.natural_key = s.natural_key");
        session.run("DROP TABLE " + seen(feed));
    }

    private void rebuildTouched(DimensionTable dimension) throws SQLException {
        String table = Sql.name(dimension.table());
        String those = "(SELECT member FROM " + touched(dimension) + ")";
        session.run("DELETE FROM " + table + " WHERE " + Sql.name(dimension.idColumn()) + " IN " + those);
        boolean text = dimension.natural().required();
        String natural = text
                ? "CASE WHEN o.member = " + DimensionTable.UNKNOWN + " THEN 'unknown' ELSE o.natural_key END"
                : "o.natural_key";
        session.run("""
                INSERT INTO %s
                SELECT o.member, %s%s
                FROM %s o LEFT JOIN eider.ledger l ON l.batch = o.batch
                WHERE o.member IN %s
                QUALIFY row_number() OVER (
                    PARTITION BY o.member ORDER BY o.declared DESC, o._order DESC, l.slice DESC, l.dataset DESC, o._place DESC) = 1
                """.formatted(
                table,
                natural,
                prefixed(
                        "o",
                        dimension.attributeNames().stream().map(a -> "a_" + a).toList()),
                dimension.observations(),
                those));
    }

    private static String prefixed(String alias, List<String> names) {
        return names.isEmpty() ? "" : ", " + Sql.names(alias, names);
    }

    private static String seen(StarModel.Feed feed) {
        return Sql.name(
                "_seen_" + feed.contract().dataset() + "_" + feed.dimension().table());
    }

    private static String touched(DimensionTable dimension) {
        return Sql.name("_touched_" + dimension.table());
    }
}
