package dev.eider.contract;

import dev.eider.contract.judge.JsonTree;
import dev.eider.contract.judge.TextBuffer;
import dev.eider.contract.judge.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an error record may tell of a rejected record: passing fields as clean would hold them, failing ones by shape. */
final class RejectedText {
    static final String NOTHING = "{}";

    private static final int CLASS_FIRST = 4;

    private final FieldRule[] rules;
    private final FieldValues values;
    private final Flaws flaws;
    private final ColumnRow row;
    private final JsonTree tree;
    private final TextBuffer canonical = new TextBuffer();

    RejectedText(FieldRule[] rules, FieldValues values, Flaws flaws, ColumnRow row, JsonTree tree) {
        this.rules = rules;
        this.values = values;
        this.flaws = flaws;
        this.row = row;
        this.tree = tree;
    }

    /** JSON object of the columns of clean whose fields keep their rules; absent ones left out. */
    String passing() {
        StringBuilder json = new StringBuilder("{");
        List<Column> columns = row.columns();
        for (int column = 0; column < columns.size(); column++) {
            int field = row.field(column);
            if (values.isValue(field) && !flaws.has(field)) {
                member(json, columns.get(column).name());
                value(json, column, field);
            }
        }
        return json.append('}').toString();
    }

    private void value(StringBuilder json, int column, int field) {
        FieldRule rule = rules[field];
        if (rule.field.isMasked()) {
            quote(json, new String(row.maskedText(column), StandardCharsets.UTF_8));
            return;
        }
        canonical.rewind(0);
        CanonicalText.append(rule, values, field, canonical);
        String text = canonical.text(0);
        if (rule.isNumber() || rule.kind == FieldType.Kind.BOOLEAN || rule.kind == FieldType.Kind.JSON) {
            json.append(text);
        } else {
            quote(json, text);
        }
    }

    /**
     * JSON object of the failing fields: the kind of what stood there, and between which lengths.
     *
     * @param end behind all that was read
     */
    String shape(byte[] bytes, int end) {
        StringBuilder json = new StringBuilder("{");
        for (int field = 0; field < rules.length; field++) {
            if (flaws.has(field)) {
                member(json, rules[field].field.name());
                quote(json, shape(field, bytes, end));
            }
        }
        return json.append('}').toString();
    }

    private String shape(int field, byte[] bytes, int end) {
        if (rules[field].isDerived()) {
            return "derived";
        }
        return values.isAbsent(field) ? "missing" : shape(bytes, values.start(field), end);
    }

    private String shape(byte[] bytes, int from, int end) {
        int to = tree.skip(bytes, from, end, 0);
        return switch (bytes[from]) {
            case '"' -> "string" + lengths(Utf8.codePoints(bytes, from, to) - 2);
            case '{' -> "object" + lengths(to - from);
            case '[' -> "array" + lengths(to - from);
            case 't', 'f' -> "boolean";
            case 'n' -> "null";
            default -> "number" + lengths(to - from);
        };
    }

    /** A class of lengths as it is written in the record, since a length alone can tell a value. */
    private static String lengths(int length) {
        if (length == 0) {
            return "[0]";
        }
        int least = 1;
        int most = CLASS_FIRST;
        while (length > most) {
            least = most + 1;
            most *= 2;
        }
        return "[" + least + "-" + most + "]";
    }

    private static void member(StringBuilder json, String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        quote(json, name);
        json.append(':');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
