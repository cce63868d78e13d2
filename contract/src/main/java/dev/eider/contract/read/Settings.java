package dev.eider.contract.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What eider.yaml says of one environment, merged and, where it is the chosen one, resolved.
 *
 * @param environment its name
 */
record Settings(String environment, Block root) {
    Set<String> connectionNames() {
        Set<String> names = new TreeSet<>();
        root.entries("connections").forEach(entry -> names.add(entry.key()));
        return names;
    }

    /** The type of a connection, where it is one that sources can have. */
    Optional<SourceKind> connectionType(String name) {
        return root.block("connections")
                .flatMap(connections -> connections.block(name))
                .flatMap(connection -> connection.text("type"))
                .flatMap(SourceKind::ofType);
    }

    /** Types of connections; where environments differ, that of the first. */
    static Map<String, SourceKind> connectionTypes(List<Settings> environments) {
        Map<String, SourceKind> types = new LinkedHashMap<>();
        for (Settings settings : environments) {
            for (String name : settings.connectionNames()) {
                settings.connectionType(name).ifPresent(type -> types.putIfAbsent(name, type));
            }
        }
        return types;
    }

    boolean hasRegistry(String connection) {
        return root.block("connections")
                .flatMap(connections -> connections.block(connection))
                .filter(block -> block.value("schema_registry").isPresent())
                .isPresent();
    }

    boolean hasMaskKey() {
        return root.value("mask_key").isPresent();
    }
}
