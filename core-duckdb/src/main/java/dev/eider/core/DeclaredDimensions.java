package dev.eider.core;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Dimensions whose members and attributes are fields of a dataset: a fact's own, or one of its own. */
final class DeclaredDimensions {
    private DeclaredDimensions() {}

    static DimensionTable table(Contract contract, String table, String naturalKey, List<String> attributes) {
        Field key = contract.field(naturalKey);
        String id = DimensionTable.idColumn(table);
        String type = key.isMasked() ? "VARCHAR" : key.type().sql();
        // Only text has a word for the unknown member; a number of it stays NULL.
        boolean required = type.equals("VARCHAR");
        StarColumn natural =
                new StarColumn(DimensionTable.naturalName(key.shownAs(), id), type, required, key.description());
        List<StarColumn> columns = new ArrayList<>();
        for (String attribute : attributes) {
            Field field = contract.field(attribute);
            String attributeType = field.isMasked() ? "VARCHAR" : field.type().sql();
            columns.add(new StarColumn(field.shownAs(), attributeType, false, field.description()));
        }
        return new DimensionTable(table, id, natural, type, columns, Optional.empty());
    }

    static StarModel.Feed feed(
            Contract contract, DimensionTable dimension, String field, Optional<List<String>> attributes) {
        Field key = contract.field(field);
        Optional<List<String>> columns = attributes.map(
                names -> names.stream().map(n -> contract.field(n).shownAs()).toList());
        return new StarModel.Feed(contract, dimension, key.name(), key.shownAs(), columns);
    }
}
