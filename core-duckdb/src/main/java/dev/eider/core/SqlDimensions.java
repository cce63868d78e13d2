package dev.eider.core;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Field;
import dev.eider.contract.Project;
import dev.eider.contract.SqlDimension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Dimensions made by a SELECT over clean datasets: what their output is. */
final class SqlDimensions {
    private SqlDimensions() {}

    /**
     * Columns that each dimension's SELECT gives, found by binding it to empty clean tables.
     *
     * @throws EiderException of code INVALID_CONFIGURATION where it does not bind
     */
    static Map<String, List<StarColumn>> outputs(Project project) throws EiderException {
        Map<String, List<StarColumn>> outputs = new LinkedHashMap<>();
        if (project.dimensions().isEmpty()) {
            return outputs;
        }
        try (Session session = Session.inMemory(project.limits(), project.scratch())) {
            session.run("CREATE SCHEMA clean");
            for (Contract contract : project.datasets()) {
                session.run("CREATE TABLE clean." + Sql.name(contract.dataset().value()) + " ("
                        + contract.columns().stream()
                                .map(c -> Sql.name(c.name()) + " " + c.type().sql())
                                .collect(Collectors.joining(", "))
                        + ")");
            }
            for (SqlDimension dimension : project.dimensions()) {
                outputs.put(dimension.table(), describe(session, dimension));
            }
        } catch (SQLException e) {
            throw Failures.of("describe the dimensions", e);
        }
        return outputs;
    }

    private static List<StarColumn> describe(Session session, SqlDimension dimension) throws EiderException {
        List<StarColumn> columns = new ArrayList<>();
        try {
            for (List<String> row :
                    session.rows("SELECT column_name, column_type FROM (DESCRIBE " + dimension.sql() + ")")) {
                columns.add(StarColumn.optional(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
            }
        } catch (SQLException e) {
            throw Failures.ofUser("dimension " + dimension.table(), e);
        }
        return columns;
    }

    /** The table of a dimension with this output. */
    static DimensionTable table(Project project, SqlDimension dimension, List<StarColumn> output)
            throws EiderException {
        String what = "dimension " + dimension.table() + ": ";
        for (DatasetName dataset : StarModel.reads(dimension)) {
            if (project.dataset(dataset).isEmpty()) {
                throw StarModel.invalid(what + "clean." + dataset + " is no dataset of the project");
            }
        }
        String key = dimension.naturalKey();
        StarColumn natural = find(output, key)
                .orElseThrow(() -> StarModel.invalid(what + "natural_key " + key + " is not in its output"));
        Optional<StarColumn> masked = find(output, "masked_" + key);
        Set<String> tokens = tokens(project);
        if (tokens.contains(key) && masked.isEmpty()) {
            throw StarModel.invalid(what + key + " is a token (select masked_" + key + " beside it)");
        }
        StarColumn shown = masked.orElse(natural);
        String id = DimensionTable.idColumn(dimension.table());
        List<StarColumn> attributes = new ArrayList<>();
        for (StarColumn column : output) {
            if (column.equals(natural) || column.equals(shown)) {
                continue;
            }
            if (tokens.contains(column.name())) {
                throw StarModel.invalid(what + column.name() + " is a token, which is never published (select masked_"
                        + column.name() + ")");
            }
            attributes.add(column);
        }
        return new DimensionTable(
                dimension.table(),
                id,
                new StarColumn(
                        DimensionTable.naturalName(shown.name(), id),
                        shown.type(),
                        shown.type().equals("VARCHAR"),
                        Optional.empty()),
                natural.type(),
                attributes,
                Optional.of(dimension.description()).filter(d -> !d.isBlank()));
    }

    private static Optional<StarColumn> find(List<StarColumn> columns, String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    private static Set<String> tokens(Project project) {
        Set<String> tokens = new HashSet<>();
        for (Contract contract : project.datasets()) {
            contract.columns().stream()
                    .filter(c -> c.role() == Column.Role.TOKEN)
                    .forEach(c -> tokens.add(c.name()));
            contract.fields().stream().filter(Field::isMasked).forEach(f -> tokens.add(f.name()));
        }
        return tokens;
    }

    /** The columns of clean that hold a dimension's natural key and what is shown of it. */
    static String shownColumn(DimensionTable dimension, SqlDimension sql) {
        String key = sql.naturalKey();
        return dimension.natural().name().equals(DimensionTable.naturalName("masked_" + key, dimension.idColumn()))
                ? "masked_" + key
                : key;
    }
}
