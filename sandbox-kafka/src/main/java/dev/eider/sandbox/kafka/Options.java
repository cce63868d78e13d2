package dev.eider.sandbox.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of the command line: those that are asked for by name, and the rest for somebody else. */
final class Options {
    private final Map<String, List<String>> own = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();

    private Options() {}

    /** Takes {@code --name value} of these names out of the arguments. */
    static Options of(List<String> arguments, Set<String> names) {
        Options options = new Options();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (!names.contains(name)) {
                options.rest.add(name);
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("Invalid " + name + ": no value");
            }
            i++;
            options.own.computeIfAbsent(name, key -> new ArrayList<>()).add(arguments.get(i));
        }
        return options;
    }

    List<String> rest() {
        return rest;
    }

    List<String> all(String name) {
        return own.getOrDefault(name, List.of());
    }

    Optional<String> one(String name) {
        return all(name).stream().reduce((first, last) -> last);
    }

    int number(String name, int otherwise) {
        String text = one(name).orElse(Integer.toString(otherwise));
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("Invalid " + name + ": " + text + " (a whole number)");
        }
        return Integer.parseInt(text);
    }

    /** A share as {@code 5%} or {@code 0.05}. */
    double share(String name) {
        String text = one(name).orElse("0");
        try {
            double share = text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
            if (share >= 0 && share < 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException("Invalid " + name + ": " + text + " (5% or 0.05)");
    }

    <K extends Enum<K>> K kind(String name, Class<K> kinds, K otherwise) {
        String text = one(name).orElse(otherwise.name()).toUpperCase(Locale.ROOT);
        for (K kind : kinds.getEnumConstants()) {
            if (kind.name().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Invalid " + name + ": " + one(name).orElse("") + " (see --help)");
    }
}
