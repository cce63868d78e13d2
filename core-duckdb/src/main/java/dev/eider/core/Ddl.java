package dev.eider.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that make an empty warehouse of a model. */
final class Ddl {
    /** Batch number of what SQL says of members: no batch has it. */
    static final int NO_BATCH = 0;

    private final StarModel model;

    Ddl(StarModel model) {
        this.model = model;
    }

    List<String> statements() {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE SCHEMA IF NOT EXISTS eider");
        statements.add("CREATE TABLE eider.state (name VARCHAR NOT NULL, value VARCHAR NOT NULL)");
        statements.add("""
                CREATE TABLE eider.ledger (batch INTEGER NOT NULL, dataset VARCHAR NOT NULL, slice VARCHAR NOT NULL,
                    revision VARCHAR NOT NULL, manifest_sha256 VARCHAR NOT NULL, rows BIGINT NOT NULL,
                    slice_day INTEGER NOT NULL, committed_at TIMESTAMP NOT NULL, loaded_at TIMESTAMP NOT NULL)\
                """);
        statements.add(
                "CREATE TABLE eider.tables (name VARCHAR NOT NULL, key VARCHAR[] NOT NULL, is_mart BOOLEAN NOT NULL)");
        model.facts().forEach(f -> addFact(statements, f));
        if (!model.facts().isEmpty()) {
            addTable(statements, TimeDimension.TABLE, TimeDimension.COLUMNS, Optional.of(TimeDimension.COMMENT));
            addKey(statements, TimeDimension.TABLE, List.of(TimeDimension.ID));
        }
        model.dimensions().forEach(d -> addDimension(statements, d));
        return statements;
    }

    private static void addFact(List<String> statements, FactTable fact) {
        List<StarColumn> columns =
                fact.columns().stream().map(FactTable.Made::column).toList();
        addTable(statements, fact.table(), columns, fact.contract().description());
        addKey(statements, fact.table(), fact.key());
        if (!fact.isKeyed()) {
            return;
        }
        String key = columns(
                columns.stream().filter(c -> fact.key().contains(c.name())).toList());
        String origin = "batch INTEGER NOT NULL, _order BIGINT NOT NULL";
        statements.add("CREATE TABLE " + fact.lineage() + " (" + key + ", " + origin + ")");
        statements.add("CREATE TABLE " + fact.outdated() + " (" + columns(columns) + ", " + origin
                + ", _place BIGINT NOT NULL)");
    }

    private static void addDimension(List<String> statements, DimensionTable dimension) {
        addTable(statements, dimension.table(), dimension.columns(), dimension.comment());
        addKey(statements, dimension.table(), List.of(dimension.idColumn()));
        List<StarColumn> told = new ArrayList<>();
        told.add(StarColumn.optional("natural_key", dimension.natural().type()));
        dimension.attributes().forEach(a -> told.add(StarColumn.optional("a_" + a.name(), a.type())));
        statements.add("CREATE TABLE " + dimension.observations()
                + " (member INTEGER NOT NULL, batch INTEGER NOT NULL, _order BIGINT NOT NULL, _place BIGINT NOT NULL,"
                + " declared BOOLEAN NOT NULL, " + columns(told) + ")");
    }

    private static void addTable(
            List<String> statements, String table, List<StarColumn> columns, Optional<String> comment) {
        statements.add("CREATE TABLE " + Sql.name(table) + " (" + columns(columns) + ")");
        comment.ifPresent(c -> statements.add("COMMENT ON TABLE " + Sql.name(table) + " IS " + Sql.text(c)));
        for (StarColumn column : columns) {
            column.comment()
                    .ifPresent(c -> statements.add("COMMENT ON COLUMN " + Sql.name(table) + "."
                            + Sql.name(column.name()) + " IS " + Sql.text(c)));
        }
    }

    private static void addKey(List<String> statements, String table, List<String> key) {
        statements.add(
                "INSERT INTO eider.tables VALUES (" + Sql.text(table) + ", [" + Sql.join(key, Sql::text) + "], false)");
    }

    private static String columns(List<StarColumn> columns) {
        return Sql.join(columns.stream().map(StarColumn::ddl).toList(), s -> s);
    }
}
