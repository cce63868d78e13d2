package dev.eider.contract.read;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Checks the structure of a file against the vocabulary: every key and every value, wherever they stand. */
final class Checker {
    private static final int SHOWN_MAX = 60;

    /** Whether messages may quote what authors wrote. */
    enum Quoting {
        ALL,
        /** Only what cannot be a secret by its shape: secrets are near. */
        SAFE
    }

    private final Path file;
    private final Problems problems;
    private final Quoting quoting;
    private final Map<String, SourceKind> connections;

    Checker(Path file, Problems problems, Quoting quoting) {
        this(file, problems, quoting, Map.of());
    }

    /** @param connections what is known of the connections that sources name */
    Checker(Path file, Problems problems, Quoting quoting, Map<String, SourceKind> connections) {
        this.file = file;
        this.problems = problems;
        this.quoting = quoting;
        this.connections = connections;
    }

    void check(Value.Mapping mapping, Section section) {
        check(mapping, section, List.of());
    }

    private void check(Value.Mapping mapping, Section section, List<Section> siblings) {
        for (Value.Entry entry : mapping.entries()) {
            if (section.find(entry.key()).isEmpty()) {
                unknown(entry, section, siblings);
            }
        }
        checkKeys(mapping, section);
    }

    private void checkKeys(Value.Mapping mapping, Section section) {
        for (Value.Entry entry : mapping.entries()) {
            Optional<Key> key = section.find(entry.key());
            if (key.isEmpty()) {
                continue; // said already
            }
            if (key.get().isPlanned()) {
                problems.add(file, entry.keyAt(), "Not supported yet: " + entry.key());
            } else {
                check(entry.key(), entry.value(), key.get().shape());
            }
        }
        for (Key key : section.keys()) {
            if (key.isRequired() && mapping.find(key.name()).isEmpty()) {
                problems.add(
                        file, mapping.at(), "Missing key: " + key.name() + " (required in " + section.title() + ")");
            }
        }
        checkChoice(mapping, section);
    }

    private void checkChoice(Value.Mapping mapping, Section section) {
        List<Value.Entry> chosen = mapping.entries().stream()
                .filter(entry -> section.choice().contains(entry.key()))
                .toList();
        String words = String.join(" or ", section.choice());
        if (chosen.isEmpty() && !section.choice().isEmpty()) {
            problems.add(file, mapping.at(), "Missing key: " + words + " (required in " + section.title() + ")");
        } else if (chosen.size() > 1) {
            Value.Entry second = chosen.get(1);
            problems.add(
                    file,
                    second.keyAt(),
                    "Invalid " + second.key() + ": beside " + chosen.get(0).key() + " (either " + words + ")");
        }
    }

    private void checkByConnection(String key, Value value, Shape.ByConnection shape) {
        if (!(value instanceof Value.Mapping mapping)) {
            invalid(key, value, "a mapping", true);
            return;
        }
        SourceKind kind = SourceKind.of(mapping, connections);
        Section section = Objects.requireNonNull(shape.sections().get(kind));
        for (Value.Entry entry : mapping.entries()) {
            if (section.find(entry.key()).isEmpty()) {
                Optional<SourceKind> other = shape.sections().entrySet().stream()
                        .filter(e -> e.getValue().find(entry.key()).isPresent())
                        .map(Map.Entry::getKey)
                        .findFirst();
                if (other.isPresent()) {
                    problems.add(
                            file,
                            entry.keyAt(),
                            "Unknown key: " + entry.key() + " (with a connection of type "
                                    + other.get().type() + ", not " + kind.type() + ")");
                } else {
                    unknown(entry, section, List.of());
                }
            }
        }
        checkKeys(mapping, section);
    }

    private void unknown(Value.Entry entry, Section section, List<Section> siblings) {
        Optional<Section> sibling =
                siblings.stream().filter(s -> s.find(entry.key()).isPresent()).findFirst();
        String where = sibling.map(s -> " (of type " + s.title() + ", not " + section.title() + ")")
                .orElse(" (in " + section.title() + ")");
        problems.addUnknown(file, entry.keyAt(), "Unknown key: " + entry.key() + where, entry.key(), section.names());
    }

    void check(String key, Value value, Shape shape) {
        if (shape instanceof Shape.Listing listing) {
            checkListing(key, value, listing.of());
        } else if (shape instanceof Shape.Named named) {
            checkNamed(key, value, named);
        } else if (shape instanceof Shape.Nested nested) {
            checkNested(key, value, nested.section(), "a mapping");
        } else if (shape instanceof Shape.Partial partial) {
            checkNested(key, value, partial.section(), "a mapping");
        } else if (shape instanceof Shape.Abbreviated shortened) {
            if (value instanceof Value.Scalar) {
                check(key, value, shortened.scalar());
            } else {
                checkNested(key, value, shortened.section(), "a text, or a mapping");
            }
        } else if (shape instanceof Shape.Variants variants) {
            checkVariants(key, value, variants);
        } else if (shape instanceof Shape.ByConnection byConnection) {
            checkByConnection(key, value, byConnection);
        } else if (!(value instanceof Value.Scalar scalar)) {
            invalid(key, value, rule(shape), true);
        } else if (!scalar.isUnresolved()) {
            checkScalar(key, scalar, shape);
        } else if (shape instanceof Shape.Secret) {
            checkSecret(key, scalar);
        }
    }

    private void checkListing(String key, Value value, Shape of) {
        if (value instanceof Value.Listing listing) {
            if (listing.items().isEmpty()) {
                problems.add(file, value.at(), "Invalid " + key + ": an empty list (at least one)");
            }
            listing.items().forEach(item -> check(key, item, of));
        } else if (value instanceof Value.Scalar) {
            check(key, value, of);
        } else {
            invalid(key, value, rule(of) + ", or a list", true);
        }
    }

    private void checkNamed(String key, Value value, Shape.Named named) {
        if (!(value instanceof Value.Mapping mapping)) {
            invalid(key, value, "a mapping: each " + named.noun() + " by its name", true);
            return;
        }
        for (Value.Entry entry : mapping.entries()) {
            if (!named.name().pattern().matcher(entry.key()).matches()) {
                problems.add(
                        file,
                        entry.keyAt(),
                        "Invalid name of a " + named.noun() + ": " + shorten(entry.key()) + " ("
                                + named.name().rule() + ")");
            }
            check(entry.key(), entry.value(), named.of());
        }
    }

    private void checkNested(String key, Value value, Section section, String rule) {
        if (value instanceof Value.Mapping mapping) {
            check(mapping, section, List.of());
        } else {
            invalid(key, value, rule, true);
        }
    }

    private void checkVariants(String key, Value value, Shape.Variants variants) {
        if (!(value instanceof Value.Mapping mapping)) {
            invalid(key, value, "a mapping with a type", true);
            return;
        }
        Optional<Value.Entry> type = mapping.find("type");
        if (type.isEmpty()) {
            problems.add(file, value.at(), "Missing key: type (required in " + key + ")");
            return;
        }
        if (!(type.get().value() instanceof Value.Scalar scalar)) {
            invalid("type", type.get().value(), "a text", true);
            return;
        }
        if (scalar.isUnresolved()) {
            return;
        }
        Section section = variants.sections().get(scalar.text());
        if (section == null) {
            checkChoice("type", scalar, new ArrayList<>(variants.sections().keySet()), variants.planned());
        } else {
            check(mapping, section, new ArrayList<>(variants.sections().values()));
        }
    }

    private void checkScalar(String key, Value.Scalar scalar, Shape shape) {
        if (shape instanceof Shape.Choice choice) {
            checkChoice(key, scalar, choice.words(), choice.planned());
        } else if (shape instanceof Shape.Secret) {
            checkSecret(key, scalar);
        } else if (shape instanceof Shape.Text text) {
            boolean isText = scalar.kind() == Value.Kind.TEXT;
            if (!isText || !text.pattern().matcher(scalar.text()).matches()) {
                invalid(key, scalar, text.rule(), !text.isQuotable());
            }
        } else if (!fits(scalar, shape)) {
            invalid(key, scalar, rule(shape), false);
        }
    }

    private void checkChoice(String key, Value.Scalar scalar, List<String> words, List<String> planned) {
        String word = scalar.text();
        if (words.contains(word)) {
            return;
        }
        if (planned.contains(word)) {
            problems.add(file, scalar.at(), "Not supported yet: " + key + " " + word);
            return;
        }
        List<String> sorted = words.stream().sorted().toList();
        problems.addUnknown(
                file,
                scalar.at(),
                "Invalid " + key + ": " + shown(scalar, false) + " (one of " + String.join(", ", sorted) + ")",
                word,
                words);
    }

    private void checkSecret(String key, Value.Scalar scalar) {
        if (!References.isSecret(scalar.written())) {
            boolean isLiteral = scalar.origin() == Value.Origin.LITERAL;
            boolean isNothing = scalar.kind() == Value.Kind.NULL;
            String what = isNothing ? "no value" : isLiteral ? "a literal" : "more than a reference";
            problems.add(
                    file,
                    scalar.at(),
                    "Invalid " + key + ": " + what + " (a secret is a reference: ${NAME} or ${file:path})");
        } else if (scalar.origin() == Value.Origin.REFERENCE && scalar.text().isEmpty()) {
            problems.add(file, scalar.at(), "Invalid " + key + ": the reference is empty");
        }
    }

    private static boolean fits(Value.Scalar scalar, Shape shape) {
        // What a reference gives is text, whatever it spells.
        boolean isGiven = scalar.origin() == Value.Origin.REFERENCE;
        if (shape instanceof Shape.Whole whole) {
            return (isGiven || scalar.kind() == Value.Kind.INTEGER) && isWithin(scalar.text(), whole);
        }
        if (shape instanceof Shape.Decimal) {
            return (isGiven || scalar.kind() == Value.Kind.INTEGER || scalar.kind() == Value.Kind.DECIMAL)
                    && Scalars.decimal(scalar.text()).isPresent();
        }
        if (shape instanceof Shape.Truth) {
            boolean isTruth = scalar.text().equals("true") || scalar.text().equals("false");
            return isTruth && (isGiven || scalar.kind() == Value.Kind.BOOLEAN);
        }
        return scalar.kind() != Value.Kind.NULL;
    }

    private static boolean isWithin(String text, Shape.Whole whole) {
        if (!text.matches("-?[0-9]{1,30}")) {
            return false;
        }
        BigInteger number = new BigInteger(text);
        return number.compareTo(BigInteger.valueOf(whole.minimum())) >= 0
                && number.compareTo(BigInteger.valueOf(whole.maximum())) <= 0;
    }

    private static String rule(Shape shape) {
        if (shape instanceof Shape.Text text) {
            return text.rule();
        } else if (shape instanceof Shape.Whole whole) {
            return whole.rule();
        } else if (shape instanceof Shape.Decimal) {
            return "a number";
        } else if (shape instanceof Shape.Truth) {
            return "true or false";
        } else if (shape instanceof Shape.Choice choice) {
            return "one of " + String.join(", ", choice.words());
        } else if (shape instanceof Shape.Secret) {
            return "a reference: ${NAME} or ${file:path}";
        }
        return "a text, a number, or true or false";
    }

    private void invalid(String key, Value value, String rule, boolean isRisky) {
        String shown = shown(value, isRisky);
        problems.add(file, value.at(), "Invalid " + key + (shown.isEmpty() ? "" : ": " + shown) + " (" + rule + ")");
    }

    private String shown(Value value, boolean isRisky) {
        if (value instanceof Value.Mapping) {
            return "a mapping";
        } else if (value instanceof Value.Listing) {
            return "a list";
        }
        Value.Scalar scalar = (Value.Scalar) value;
        if (scalar.kind() == Value.Kind.NULL) {
            return "no value";
        } else if (scalar.origin() != Value.Origin.LITERAL) {
            return "what its reference gives";
        } else if (quoting == Quoting.SAFE && isRisky) {
            return "";
        }
        return shorten(scalar.written());
    }

    /** At most 60 characters, all of them printable. */
    static String shorten(String text) {
        return shorten(text, SHOWN_MAX);
    }

    static String shorten(String text, int most) {
        String printable = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
        int end = Math.min(printable.length(), most);
        if (end < printable.length() && Character.isHighSurrogate(printable.charAt(end - 1))) {
            end--;
        }
        return end < printable.length() ? printable.substring(0, end) + "…" : printable;
    }
}
