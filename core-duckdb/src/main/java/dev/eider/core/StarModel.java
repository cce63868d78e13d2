package dev.eider.core;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.contract.SqlDimension;
import dev.eider.contract.Star;
import dev.eider.contract.Star.Use;
import dev.eider.zones.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The star schema that a project's contracts state: tables, columns, and which dataset feeds what.
 *
 * @param feeds what the datasets say of members, in the order of datasets
 * @param sql dimensions made by SQL, by table
 */
record StarModel(
        List<FactTable> facts, List<DimensionTable> dimensions, List<Feed> feeds, Map<String, SqlDimension> sql) {
    private static final Pattern CLEAN = Pattern.compile("\\bclean\\s*\\.\\s*\"?([a-z][a-z0-9_]*)\"?");

    StarModel {
        facts = List.copyOf(facts);
        dimensions = List.copyOf(dimensions);
        feeds = List.copyOf(feeds);
        sql = Map.copyOf(sql);
    }

    /**
     * Rows of a dataset as observations of a dimension's members.
     *
     * @param keyColumn column of clean with the natural key or its token
     * @param shownColumn column of clean that shows it
     * @param attributes columns of clean; empty where the dataset only refers to the members
     */
    record Feed(
            Contract contract,
            DimensionTable dimension,
            String keyColumn,
            String shownColumn,
            Optional<List<String>> attributes) {}

    /** @throws EiderException of code INVALID_CONFIGURATION where dimensions, facts or names do not fit together */
    static StarModel of(Project project, Map<String, List<StarColumn>> sqlOutputs) throws EiderException {
        Map<String, DimensionTable> dimensions = new LinkedHashMap<>();
        for (SqlDimension dimension : project.dimensions()) {
            List<StarColumn> output = sqlOutputs.getOrDefault(dimension.table(), List.of());
            put(dimensions, SqlDimensions.table(project, dimension, output));
        }
        for (Contract contract : project.datasets()) {
            if (contract.star().orElse(null) instanceof Star.Dimension own) {
                put(dimensions, DeclaredDimensions.table(contract, own.table(), own.naturalKey(), own.attributes()));
            } else if (contract.star().orElse(null) instanceof Star.Fact fact) {
                for (Map.Entry<String, Use> use : fact.dimensions().entrySet()) {
                    if (use.getValue().attributes().isPresent()) {
                        List<String> attributes = use.getValue().attributes().get();
                        String field = use.getValue().field();
                        put(dimensions, DeclaredDimensions.table(contract, use.getKey(), field, attributes));
                    }
                }
            }
        }
        List<FactTable> facts = new ArrayList<>();
        List<Feed> feeds = new ArrayList<>();
        for (Contract contract : project.datasets()) {
            if (contract.star().orElse(null) instanceof Star.Fact fact) {
                facts.add(FactTable.of(contract, fact));
                for (Map.Entry<String, Use> use : fact.dimensions().entrySet()) {
                    DimensionTable dimension = dimension(dimensions, contract.dataset(), use.getKey());
                    feeds.add(DeclaredDimensions.feed(
                            contract,
                            dimension,
                            use.getValue().field(),
                            use.getValue().attributes()));
                }
            } else if (contract.star().orElse(null) instanceof Star.Dimension own) {
                DimensionTable dimension = dimension(dimensions, contract.dataset(), own.table());
                feeds.add(
                        DeclaredDimensions.feed(contract, dimension, own.naturalKey(), Optional.of(own.attributes())));
            }
        }
        Map<String, SqlDimension> sql = new LinkedHashMap<>();
        project.dimensions().forEach(d -> sql.put(d.table(), d));
        StarModel model = new StarModel(facts, List.copyOf(dimensions.values()), feeds, sql);
        model.checkNames();
        return model;
    }

    private static void put(Map<String, DimensionTable> dimensions, DimensionTable table) throws EiderException {
        if (dimensions.put(table.table(), table) != null) {
            throw invalid("dimension " + table.table() + ": declared twice");
        }
    }

    private static DimensionTable dimension(Map<String, DimensionTable> all, DatasetName dataset, String table)
            throws EiderException {
        DimensionTable dimension = all.get(table);
        if (dimension == null) {
            throw invalid("dataset " + dataset + ": dimension " + table + " is not declared anywhere");
        }
        return dimension;
    }

    private void checkNames() throws EiderException {
        Set<String> tables = new HashSet<>();
        tables.add(TimeDimension.TABLE);
        for (DimensionTable dimension : dimensions) {
            checkUnique(tables, dimension.table(), dimension.columns());
        }
        for (FactTable fact : facts) {
            checkUnique(
                    tables,
                    fact.table(),
                    fact.columns().stream().map(FactTable.Made::column).toList());
        }
    }

    private static void checkUnique(Set<String> tables, String table, List<StarColumn> columns) throws EiderException {
        if (!tables.add(table)) {
            throw invalid("table " + table + ": two parts of the star have this name");
        }
        Set<String> names = new HashSet<>();
        for (StarColumn column : columns) {
            if (!names.add(column.name())) {
                throw invalid("table " + table + ": two columns are called " + column.name());
            }
        }
    }

    static EiderException invalid(String what) {
        return new EiderException(ErrorCode.INVALID_CONFIGURATION, "Invalid " + what);
    }

    /** Datasets whose batches the star is made from, in order. */
    Set<DatasetName> datasets() {
        Set<DatasetName> datasets = new TreeSet<>();
        feeds.forEach(f -> datasets.add(f.contract().dataset()));
        facts.forEach(f -> datasets.add(f.contract().dataset()));
        sql.values().forEach(d -> datasets.addAll(reads(d)));
        return datasets;
    }

    /** Datasets that a dimension's SQL reads. */
    static Set<DatasetName> reads(SqlDimension dimension) {
        Set<DatasetName> datasets = new TreeSet<>();
        Matcher matcher = CLEAN.matcher(dimension.sql());
        while (matcher.find()) {
            datasets.add(new DatasetName(matcher.group(1)));
        }
        return datasets;
    }

    /** Names of the published base tables, in the order in which a reader would want them. */
    List<String> tables() {
        List<String> tables = new ArrayList<>();
        facts.forEach(f -> tables.add(f.table()));
        if (!facts.isEmpty()) {
            tables.add(TimeDimension.TABLE);
        }
        dimensions.forEach(d -> tables.add(d.table()));
        return tables;
    }

    /** Changes exactly where the rows of a working file made under another model would not do. */
    String fingerprint() {
        StringBuilder text = new StringBuilder();
        new Ddl(this).statements().forEach(s -> text.append(s).append(";\n"));
        facts.forEach(f -> text.append(f.selectList()).append(f.key()).append('\n'));
        feeds.forEach(f -> text.append(f.contract().dataset())
                .append(f.keyColumn())
                .append(f.shownColumn())
                .append(f.attributes())
                .append('\n'));
        sql.values().stream().sorted((a, b) -> a.table().compareTo(b.table())).forEach(d -> text.append(d.sql()));
        return Hashing.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
