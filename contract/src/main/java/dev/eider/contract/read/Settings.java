package dev.eider.contract.read;

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

    boolean hasMaskKey() {
        return root.value("mask_key").isPresent();
    }
}
