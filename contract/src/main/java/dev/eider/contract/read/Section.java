package dev.eider.contract.read;

import java.util.List;
import java.util.Optional;

/**
 * A mapping of the vocabulary with all its keys.
 *
 * @param choice keys of which exactly one must stand there; empty where all are free
 */
record Section(String title, List<Key> keys, List<String> choice) {
    Section {
        keys = List.copyOf(keys);
        choice = List.copyOf(choice);
    }

    Section(String title, List<Key> keys) {
        this(title, keys, List.of());
    }

    static Section of(String title, Key... keys) {
        return new Section(title, List.of(keys));
    }

    /** The same section, where exactly one of these keys must stand. */
    Section withOneOf(String... names) {
        return new Section(title, keys, List.of(names));
    }

    Optional<Key> find(String name) {
        return keys.stream().filter(k -> k.name().equals(name)).findFirst();
    }

    /** Names that may stand there today. */
    List<String> names() {
        return keys.stream().filter(k -> !k.isPlanned()).map(Key::name).toList();
    }
}
