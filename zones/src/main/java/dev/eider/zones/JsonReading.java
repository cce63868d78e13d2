package dev.eider.zones;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Strict access to an object of stored JSON: what is missing, of another type or unknown is {@link Unreadable}. */
final class JsonReading {
    /** Why stored JSON is not what it should be; names the member, never its value. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    private final String where;
    private final JsonNode object;
    private final Set<String> read = new HashSet<>();

    JsonReading(String where, @Nullable JsonNode object) throws Unreadable {
        if (object == null || !object.isObject()) {
            throw new Unreadable(where.isEmpty() ? "it is no JSON object" : where + " is no object");
        }
        this.where = where;
        this.object = object;
    }

    String text(String name) throws Unreadable {
        JsonNode node = member(name);
        if (!node.isTextual()) {
            throw new Unreadable(path(name) + " is no text");
        }
        return node.textValue();
    }

    Optional<String> optionalText(String name) throws Unreadable {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name) throws Unreadable {
        JsonNode node = member(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new Unreadable(path(name) + " is no whole number");
        }
        return node.longValue();
    }

    int smallNumber(String name) throws Unreadable {
        long value = number(name);
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new Unreadable(path(name) + " is too large");
        }
        return (int) value;
    }

    Instant instant(String name) throws Unreadable {
        return parsed(name, Instant::parse);
    }

    LocalDate date(String name) throws Unreadable {
        return parsed(name, LocalDate::parse);
    }

    /** A text turned into a value; what the function throws means that the text is none. */
    <T> T parsed(String name, Function<String, T> parse) throws Unreadable {
        String text = text(name);
        try {
            return parse.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new Unreadable(path(name) + " is not valid");
        }
    }

    JsonReading object(String name) throws Unreadable {
        return new JsonReading(path(name), member(name));
    }

    JsonNode node(String name) throws Unreadable {
        return member(name);
    }

    /** Any value, null too. */
    JsonNode anything(String name) throws Unreadable {
        read.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            throw new Unreadable(path(name) + " is missing");
        }
        return node;
    }

    List<JsonReading> objects(String name) throws Unreadable {
        JsonNode node = member(name);
        if (!node.isArray()) {
            throw new Unreadable(path(name) + " is no list");
        }
        List<JsonReading> objects = new ArrayList<>();
        for (JsonNode element : node) {
            objects.add(new JsonReading(path(name) + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    boolean has(String name) {
        read.add(name);
        return object.hasNonNull(name);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Ends the reading: a member that nobody asked for is from another version or no work of ours. */
    void finish() throws Unreadable {
        for (String name : names()) {
            if (!read.contains(name)) {
                throw new Unreadable(path(name) + " is unknown");
            }
        }
    }

    private JsonNode member(String name) throws Unreadable {
        read.add(name);
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            throw new Unreadable(path(name) + " is missing");
        }
        return node;
    }

    private String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }
}
