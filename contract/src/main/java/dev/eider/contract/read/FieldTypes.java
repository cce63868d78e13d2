package dev.eider.contract.read;

import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of types: {@code bigint}, {@code decimal(18,2)}. */
final class FieldTypes {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\( *([0-9]{1,3}) *, *([0-9]{1,3}) *\\)");
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("long", "bigint"),
            Map.entry("int64", "bigint"),
            Map.entry("number", "decimal(18,2)"),
            Map.entry("numeric", "decimal(18,2)"),
            Map.entry("money", "decimal(18,2)"),
            Map.entry("decimal", "decimal(18,2)"),
            Map.entry("float", "double"),
            Map.entry("text", "string"),
            Map.entry("varchar", "string"),
            Map.entry("bool", "boolean"),
            Map.entry("datetime", "timestamp"),
            Map.entry("timestamptz", "timestamp"),
            Map.entry("object", "json"));

    private FieldTypes() {}

    static Optional<FieldType> parse(String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            boolean fits = precision >= 1 && precision <= FieldType.PRECISION_MAX && scale <= precision;
            return fits ? Optional.of(FieldType.decimal(precision, scale)) : Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.DECIMAL && name(kind).equals(text)) {
                return Optional.of(FieldType.of(kind));
            }
        }
        return Optional.empty();
    }

    /** The type as contracts write it. */
    static String name(FieldType type) {
        return type.kind() == Kind.DECIMAL
                ? "decimal(" + type.precision() + "," + type.scale() + ")"
                : name(type.kind());
    }

    /** Says what is wrong with a text that is no type. */
    static void report(Path file, Value.Scalar type, Problems problems) {
        String text = type.text();
        if (text.endsWith("[]")) {
            problems.add(file, type.at(), "Not supported yet: lists as types, " + Checker.shorten(text));
        } else if (DECIMAL.matcher(text).matches()) {
            problems.add(
                    file, type.at(), "Invalid type: " + text + " (decimal(p,s) with 1 <= p <= 38 and 0 <= s <= p)");
        } else {
            List<String> names = new ArrayList<>(List.of("decimal(18,2)"));
            for (Kind kind : Kind.values()) {
                if (kind != Kind.DECIMAL) {
                    names.add(name(kind));
                }
            }
            Optional<String> suggestion = Optional.ofNullable(FOREIGN.get(text.toLowerCase(Locale.ROOT)))
                    .or(() -> Suggestions.nearest(text, names));
            problems.add(
                    file,
                    type.at(),
                    "Invalid type: " + Checker.shorten(text)
                            + " (boolean integer bigint decimal(p,s) double string date time timestamp uuid json)",
                    suggestion);
        }
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
