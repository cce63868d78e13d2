package dev.eider.contract.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value with its place; immutable. Keys of mappings are unique. */
sealed interface Value {
    At at();

    /** What a scalar is in YAML 1.2's core schema. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }

    /** Where a scalar's text comes from. */
    enum Origin {
        /** It stands in the file. */
        LITERAL,
        /** A reference stood in the file and was resolved: the text may be a secret, {@code written} is not. */
        REFERENCE,
        /** A reference stands in the file and was not resolved; the text means nothing. */
        UNRESOLVED
    }

    /**
     * One scalar.
     *
     * @param text canonical: numbers in plain decimal notation, booleans in lower case
     * @param written as it stands in the file
     */
    record Scalar(Kind kind, String text, String written, Origin origin, At at) implements Value {
        boolean isUnresolved() {
            return origin == Origin.UNRESOLVED;
        }
    }

    record Listing(List<Value> items, At at) implements Value {
        public Listing {
            items = List.copyOf(items);
        }
    }

    record Mapping(List<Entry> entries, At at) implements Value {
        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> find(String key) {
            return entries.stream().filter(e -> e.key().equals(key)).findFirst();
        }

        Mapping without(String key) {
            return new Mapping(
                    entries.stream().filter(e -> !e.key().equals(key)).toList(), at);
        }

        /** This mapping, changed key by key: mappings are merged, all else is replaced. */
        Mapping mergedWith(Mapping over) {
            Map<String, Entry> merged = new LinkedHashMap<>();
            entries.forEach(e -> merged.put(e.key(), e));
            for (Entry entry : over.entries()) {
                Entry base = merged.get(entry.key());
                if (base != null && base.value() instanceof Mapping below && entry.value() instanceof Mapping above) {
                    merged.put(entry.key(), new Entry(base.key(), base.keyAt(), below.mergedWith(above)));
                } else {
                    merged.put(entry.key(), entry);
                }
            }
            return new Mapping(new ArrayList<>(merged.values()), at);
        }
    }

    record Entry(String key, At keyAt, Value value) {}
}
