package dev.eider.contract.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in the place of {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:path}}. What a reference
 * gives is not read again, and never stands in a message.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)\\}");
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern SECRET = Pattern.compile("\\s*\\$\\{([A-Za-z_][A-Za-z0-9_]*|file:[^}]+)\\}\\s*");

    private final Path root;
    private final Path file;
    private final Optional<Variables> variables;
    private final Problems problems;

    /** @param variables empty to check references only: what they give stays unresolved */
    References(Path root, Path file, Optional<Variables> variables, Problems problems) {
        this.root = root;
        this.file = file;
        this.variables = variables;
        this.problems = problems;
    }

    /** Whether a text is one reference without a default, as a secret must be. */
    static boolean isSecret(String written) {
        return SECRET.matcher(written).matches();
    }

    Value.Mapping resolve(Value.Mapping mapping) {
        return new Value.Mapping(
                mapping.entries().stream()
                        .map(e -> new Value.Entry(e.key(), e.keyAt(), resolve(e.value())))
                        .toList(),
                mapping.at());
    }

    private Value resolve(Value value) {
        if (value instanceof Value.Mapping mapping) {
            return resolve(mapping);
        } else if (value instanceof Value.Listing listing) {
            return new Value.Listing(listing.items().stream().map(this::resolve).toList(), listing.at());
        }
        Value.Scalar scalar = (Value.Scalar) value;
        return scalar.text().contains("${") ? resolve(scalar) : scalar;
    }

    private Value.Scalar resolve(Value.Scalar scalar) {
        StringBuilder text = new StringBuilder();
        boolean isResolved = variables.isPresent();
        Matcher reference = REFERENCE.matcher(scalar.text());
        int done = 0;
        while (reference.find()) {
            text.append(scalar.text(), done, reference.start());
            done = reference.end();
            Optional<String> given = give(reference.group(1), scalar.at());
            given.ifPresent(text::append);
            isResolved &= given.isPresent();
        }
        String rest = scalar.text().substring(done);
        if (rest.contains("${")) {
            problems.add(
                    file,
                    scalar.at(),
                    "Invalid reference: no closing brace (${NAME}, ${NAME:-default} or ${file:path})");
            isResolved = false;
        }
        Value.Origin origin = isResolved ? Value.Origin.REFERENCE : Value.Origin.UNRESOLVED;
        return new Value.Scalar(
                Value.Kind.TEXT, isResolved ? text.append(rest).toString() : "", scalar.written(), origin, scalar.at());
    }

    private Optional<String> give(String reference, At at) {
        if (reference.startsWith("file:") && reference.length() > "file:".length()) {
            return variables.isPresent() ? contents(reference.substring("file:".length()), at) : Optional.empty();
        }
        Matcher matcher = NAME.matcher(reference);
        if (!matcher.matches()) {
            problems.add(file, at, "Invalid reference (${NAME}, ${NAME:-default} or ${file:path})");
            return Optional.empty();
        }
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> value = variables.get().find(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(2)));
        if (value.isEmpty()) {
            problems.add(file, at, "Variable not found: " + matcher.group(1) + " (set it, or name it in .env)");
        }
        return value;
    }

    private Optional<String> contents(String path, At at) {
        try {
            byte[] bytes = ProjectFiles.bytes(root.resolve(path));
            if (bytes.length > ProjectFiles.BYTES_MAX) {
                problems.add(
                        file,
                        at,
                        "Invalid reference: " + path + " (a text of at most " + ProjectFiles.BYTES_MAX + " bytes)");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip());
        } catch (CharacterCodingException e) {
            problems.add(file, at, "Invalid reference: " + path + " (a text in UTF-8)");
        } catch (NoSuchFileException e) {
            problems.add(file, at, "File not found: " + path);
        } catch (IOException | InvalidPathException e) {
            String reason = e instanceof IOException io ? ProjectFiles.reason(io) : "no path";
            problems.add(file, at, "Cannot read " + path + ": " + reason);
        }
        return Optional.empty();
    }
}
