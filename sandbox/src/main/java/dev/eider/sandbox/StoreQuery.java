package dev.eider.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query, decoded; a name without a value has an empty one. Immutable. */
final class StoreQuery {
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private StoreQuery(String query) {
        for (String pair : query.split("&", 0)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
    }

    static StoreQuery of(String query) {
        return new StoreQuery(query);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    boolean hasAny(String... names) {
        for (String name : names) {
            if (has(name)) {
                return true;
            }
        }
        return false;
    }

    String of(String name, String fallback) {
        return parameters.getOrDefault(name, fallback);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
