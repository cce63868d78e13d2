package dev.eider.contract.read;

import java.util.List;
import java.util.Optional;

/** A mapping of the vocabulary with all its keys. */
record Section(String title, List<Key> keys) {
    Section {
        keys = List.copyOf(keys);
    }

    static Section of(String title, Key... keys) {
        return new Section(title, List.of(keys));
    }

    Optional<Key> find(String name) {
        return keys.stream().filter(k -> k.name().equals(name)).findFirst();
    }

    /** Names that may stand there today. */
    List<String> names() {
        return keys.stream().filter(k -> !k.isPlanned()).map(Key::name).toList();
    }
}
