package dev.eider.contract.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the values of a mapping. What is missing or of a wrong kind is empty, without a word: {@link Checker} has
 * said so.
 */
record Block(Value.Mapping mapping) {
    Optional<Value> value(String key) {
        return mapping.find(key).map(Value.Entry::value);
    }

    /** Where a key's value stands; without it, where the mapping begins. */
    At at(String key) {
        return value(key).map(Value::at).orElse(mapping.at());
    }

    Optional<Value.Scalar> scalar(String key) {
        return value(key)
                .filter(v -> v instanceof Value.Scalar)
                .map(v -> (Value.Scalar) v)
                .filter(Block::isKnown);
    }

    Optional<String> text(String key) {
        return scalar(key).map(Value.Scalar::text);
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    Optional<Long> whole(String key) {
        return text(key).filter(t -> t.matches("-?[0-9]{1,18}")).map(Long::valueOf);
    }

    long whole(String key, long otherwise) {
        return whole(key).orElse(otherwise);
    }

    Optional<Block> block(String key) {
        return value(key).flatMap(Block::of);
    }

    /** A list's scalars, or the scalar that stands for a list of one. */
    List<Value.Scalar> list(String key) {
        return value(key).map(Block::scalars).orElse(List.of());
    }

    List<String> texts(String key) {
        return list(key).stream().map(Value.Scalar::text).toList();
    }

    /** Entries of a mapping of names; empty where there is none. */
    List<Value.Entry> entries(String key) {
        return block(key).map(b -> b.mapping().entries()).orElse(List.of());
    }

    /** Names with their scalars' texts, in order. */
    Map<String, String> names(String key) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Value.Entry entry : entries(key)) {
            if (entry.value() instanceof Value.Scalar scalar && isKnown(scalar)) {
                names.put(entry.key(), scalar.text());
            }
        }
        return names;
    }

    static Optional<Block> of(Value value) {
        return value instanceof Value.Mapping mapping ? Optional.of(new Block(mapping)) : Optional.empty();
    }

    private static List<Value.Scalar> scalars(Value value) {
        if (value instanceof Value.Listing listing) {
            return listing.items().stream()
                    .filter(v -> v instanceof Value.Scalar)
                    .map(v -> (Value.Scalar) v)
                    .filter(Block::isKnown)
                    .toList();
        }
        return value instanceof Value.Scalar scalar && isKnown(scalar) ? List.of(scalar) : List.of();
    }

    private static boolean isKnown(Value.Scalar scalar) {
        return scalar.kind() != Value.Kind.NULL && !scalar.isUnresolved();
    }
}
