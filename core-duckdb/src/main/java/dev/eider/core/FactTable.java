package dev.eider.core;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.Star;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fact as a table: key, fields in the contract's order, load_timestamp, time_id, surrogate keys of the dimensions.
 * Without a primary key a record is its place, so that {@code record_batch} and {@code record_place} are its key. A
 * masked key field that no dimension has is published as {@code masked_<field>} beside a surrogate {@code <field>_key}.
 *
 * @param columns each with the expression that makes it from a clean row {@code c} and the key maps
 * @param key columns that are unique together
 * @param lookups surrogate keys that a row needs
 */
record FactTable(String table, Contract contract, List<Made> columns, List<String> key, List<Lookup> lookups) {
    static final String LOAD_TIMESTAMP = "load_timestamp";
    static final String RECORD_BATCH = "record_batch";
    static final String RECORD_PLACE = "record_place";

    FactTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        lookups = List.copyOf(lookups);
    }

    /** A column and how it is made. */
    record Made(StarColumn column, String expression) {}

    /**
     * A surrogate key by a natural one.
     *
     * @param kind name of the keys in keys.parquet: the dimension, or {@code fact.field} for a masked key field
     * @param cleanColumn column of clean that holds the natural key or its token
     * @param isDimension whether a member of a dimension is meant, so that no value means the unknown member
     */
    record Lookup(String kind, String cleanColumn, String keyType, String idColumn, boolean isDimension) {
        String keyMap() {
            return Sql.name("_keys_" + kind);
        }

        /** The surrogate key of clean row {@code c}; NULL where a key is missing, which the audits find. */
        String id() {
            String id = keyMap() + ".id";
            String clean = "c." + Sql.name(cleanColumn);
            return isDimension
                    ? "CASE WHEN " + clean + " IS NULL THEN " + DimensionTable.UNKNOWN + " ELSE " + id + " END"
                    : id;
        }

        String join() {
            return " LEFT JOIN " + keyMap() + " ON " + keyMap() + ".natural_key = c." + Sql.name(cleanColumn);
        }
    }

    static FactTable of(Contract contract, Star.Fact fact) {
        List<Lookup> lookups = new ArrayList<>();
        fact.dimensions().forEach((dimension, use) -> lookups.add(dimensionLookup(contract, dimension, use)));
        Builder builder = new Builder(contract, fact, lookups);
        builder.addKey();
        builder.addFields();
        builder.add(
                StarColumn.required(LOAD_TIMESTAMP, "TIMESTAMP").commented("When the row's batch was staged, UTC."),
                "c._committed_at");
        builder.add(StarColumn.optional(TimeDimension.ID, "INTEGER"), timeId(contract));
        for (Lookup lookup : lookups) {
            if (lookup.isDimension()) {
                builder.add(StarColumn.optional(lookup.idColumn(), "INTEGER"), lookup.id());
            }
        }
        return new FactTable(fact.table(), contract, builder.columns, builder.key, lookups);
    }

    private static Lookup dimensionLookup(Contract contract, String dimension, Star.Use use) {
        Field field = contract.field(use.field());
        String type = field.isMasked() ? "VARCHAR" : field.type().sql();
        return new Lookup(dimension, field.name(), type, DimensionTable.idColumn(dimension), true);
    }

    /** The day of the event in the contract's zone as yyyymmdd; without an event time the first day of the batch. */
    private static String timeId(Contract contract) {
        if (contract.eventTime().isEmpty()) {
            return "c._slice_day";
        }
        Field field = contract.field(contract.eventTime().get());
        String time = "c." + Sql.name(field.name());
        boolean zoned = field.type().kind() == FieldType.Kind.TIMESTAMP
                && !contract.timezone().normalized().equals(ZoneOffset.UTC);
        String day =
                zoned ? "timezone(" + Sql.text(contract.timezone().getId()) + ", timezone('UTC', " + time + "))" : time;
        return "(year(" + day + ") * 10000 + month(" + day + ") * 100 + day(" + day + "))::INTEGER";
    }

    boolean isKeyed() {
        return !contract.primaryKey().isEmpty();
    }

    /** The one key column where it is a whole number of clean itself, so that its uniqueness is cheap to prove. */
    Optional<String> wholeNumberKey() {
        if (contract.primaryKey().size() != 1) {
            return Optional.empty();
        }
        Field field = contract.field(contract.primaryKey().get(0));
        FieldType.Kind kind = field.type().kind();
        boolean whole = kind == FieldType.Kind.BIGINT || kind == FieldType.Kind.INTEGER;
        return whole && !field.isMasked() ? Optional.of(field.name()) : Optional.empty();
    }

    List<String> columnNames() {
        return columns.stream().map(m -> m.column().name()).toList();
    }

    List<String> measures() {
        return contract.star().map(s -> ((Star.Fact) s).measures()).orElse(List.of());
    }

    /** Columns of a fact row in SELECT's words, from clean rows {@code c} joined with the key maps. */
    String selectList() {
        return Sql.join(
                columns.stream()
                        .map(m -> m.expression() + " AS " + Sql.name(m.column().name()))
                        .toList(),
                s -> s);
    }

    /** The key's columns in SELECT's words. */
    String keyList() {
        return Sql.join(
                columns.stream()
                        .filter(m -> key.contains(m.column().name()))
                        .map(m -> m.expression() + " AS " + Sql.name(m.column().name()))
                        .toList(),
                s -> s);
    }

    /** The joins that the expressions of a whole row need. */
    String joins() {
        StringBuilder joins = new StringBuilder();
        lookups.forEach(l -> joins.append(l.join()));
        return joins.toString();
    }

    /** The joins that the expressions of the key need. */
    String keyJoins() {
        StringBuilder joins = new StringBuilder();
        lookups.stream().filter(l -> key.contains(l.idColumn())).forEach(l -> joins.append(l.join()));
        return joins.toString();
    }

    String name() {
        return Sql.name(table);
    }

    /** Which batch each row of a keyed fact comes from, by key. */
    String lineage() {
        return Sql.own(table + "_lineage");
    }

    /** Rows of current revisions that lost to a later row of their key. */
    String outdated() {
        return Sql.own(table + "_outdated");
    }

    private static final class Builder {
        final Contract contract;
        final Star.Fact fact;
        final List<Lookup> lookups;
        final List<Made> columns = new ArrayList<>();
        final List<String> key = new ArrayList<>();

        Builder(Contract contract, Star.Fact fact, List<Lookup> lookups) {
            this.contract = contract;
            this.fact = fact;
            this.lookups = lookups;
        }

        void add(StarColumn column, String expression) {
            columns.add(new Made(column, expression));
        }

        void addKey() {
            if (contract.primaryKey().isEmpty()) {
                add(StarColumn.required(RECORD_BATCH, "VARCHAR").commented("The record's batch."), "c._slice");
                add(StarColumn.required(RECORD_PLACE, "BIGINT").commented("The record's place in it."), "c._place");
                key.addAll(List.of(RECORD_BATCH, RECORD_PLACE));
            }
            for (String name : contract.primaryKey()) {
                addKeyField(contract.field(name));
            }
        }

        private void addKeyField(Field field) {
            if (!field.isMasked()) {
                StarColumn column = column(field, true);
                add(column, "c." + Sql.name(field.name()));
                key.add(column.name());
                return;
            }
            Optional<Lookup> dimension = lookups.stream()
                    .filter(l -> l.cleanColumn().equals(field.name()))
                    .findFirst();
            if (dimension.isPresent()) {
                key.add(dimension.get().idColumn());
                return;
            }
            Lookup lookup = new Lookup(
                    fact.table() + "." + field.name(), field.name(), "VARCHAR", field.name() + "_key", false);
            lookups.add(lookup);
            add(
                    StarColumn.required(lookup.idColumn(), "INTEGER").commented("Surrogate of " + field.name() + "."),
                    lookup.id());
            add(column(field, true), "c." + Sql.name(field.shownAs()));
            key.add(lookup.idColumn());
        }

        void addFields() {
            Set<String> wanted = new LinkedHashSet<>(fact.measures());
            wanted.addAll(fact.attributes());
            contract.primaryKey().forEach(wanted::remove);
            for (Field field : contract.fields()) {
                if (wanted.contains(field.name())) {
                    add(column(field, field.required()), "c." + Sql.name(field.shownAs()));
                }
            }
        }

        private StarColumn column(Field field, boolean required) {
            String type = field.isMasked() ? "VARCHAR" : field.type().sql();
            String name = field.shownAs();
            boolean taken = lookups.stream()
                    .anyMatch(l -> l.isDimension() && l.idColumn().equals(name));
            return new StarColumn(taken ? "natural_" + name : name, type, required, field.description());
        }
    }
}
