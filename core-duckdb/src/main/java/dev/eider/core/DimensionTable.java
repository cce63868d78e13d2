package dev.eider.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dimension as a table: surrogate key, natural key as it is shown, attributes.
 *
 * @param natural the natural key, or what its mask shows of it
 * @param keyType type of the natural key in clean; of a masked one, of its token
 */
record DimensionTable(
        String table,
        String idColumn,
        StarColumn natural,
        String keyType,
        List<StarColumn> attributes,
        Optional<String> comment) {
    private static final String SUFFIX = "_dimension";

    /** The unknown member, which facts without a natural key refer to; in the table where a fact does. */
    static final int UNKNOWN = 0;

    DimensionTable {
        attributes = List.copyOf(attributes);
    }

    /** {@code account_id} for {@code account_dimension}. */
    static String idColumn(String table) {
        String subject = table.endsWith(SUFFIX) ? table.substring(0, table.length() - SUFFIX.length()) : table;
        return subject + "_id";
    }

    /** The natural key's own name, unless the surrogate has taken it. */
    static String naturalName(String shownAs, String idColumn) {
        return shownAs.equals(idColumn) ? "natural_" + shownAs : shownAs;
    }

    List<StarColumn> columns() {
        List<StarColumn> columns = new ArrayList<>();
        columns.add(StarColumn.required(idColumn, "INTEGER").commented("Surrogate key; 0 is the unknown member."));
        columns.add(natural);
        columns.addAll(attributes);
        return columns;
    }

    List<String> attributeNames() {
        return attributes.stream().map(StarColumn::name).toList();
    }

    /** Table of what each batch said of each member. */
    String observations() {
        return Sql.own(table + "_observations");
    }

    String keyMap() {
        return Sql.name("_keys_" + table);
    }
}
