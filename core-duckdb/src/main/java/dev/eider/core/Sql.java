package dev.eider.core;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Words of SQL that are made from names and values. */
final class Sql {
    private Sql() {}

    /** An identifier, quoted whatever it is. */
    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** A table of Eider's own schema in the warehouse file. */
    static String own(String table) {
        return "eider." + name(table);
    }

    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    static String names(List<String> identifiers) {
        return join(identifiers, Sql::name);
    }

    /** The identifiers of one relation. */
    static String names(String alias, List<String> identifiers) {
        return join(identifiers, i -> alias + "." + name(i));
    }

    static String join(List<String> items, UnaryOperator<String> each) {
        return items.stream().map(each).collect(Collectors.joining(", "));
    }

    /** The condition that two relations agree in all of the columns. */
    static String equal(String left, String right, List<String> columns) {
        return columns.stream()
                .map(c -> left + "." + name(c) + " = " + right + "." + name(c))
                .collect(Collectors.joining(" AND "));
    }
}
