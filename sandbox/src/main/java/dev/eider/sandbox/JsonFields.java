package dev.eider.sandbox;

import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/** A JSON object of counts, field by field. Not thread-safe. */
final class JsonFields {
    private final StringJoiner fields = new StringJoiner(",", "{", "}");

    JsonFields field(String name, long value) {
        fields.add("\"" + name + "\":" + value);
        return this;
    }

    <K> JsonFields counts(String name, Map<K, Long> counts, Function<K, String> id) {
        JsonFields inner = new JsonFields();
        counts.forEach((kind, count) -> inner.field(id.apply(kind), count));
        fields.add("\"" + name + "\":" + inner);
        return this;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
