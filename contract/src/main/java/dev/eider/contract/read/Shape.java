package dev.eider.contract.read;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What may stand behind a key. The reader's checks and the JSON Schema are both made from it. */
sealed interface Shape {
    /**
     * A text.
     *
     * @param rule what it is, in words, for messages
     * @param isQuotable whether messages may quote it even where secrets are near
     */
    record Text(Pattern pattern, String rule, boolean isQuotable) implements Shape {
        static Text of(String regex, String rule) {
            return new Text(Pattern.compile(regex), rule, false);
        }

        static Text quotable(String regex, String rule) {
            return new Text(Pattern.compile(regex), rule, true);
        }
    }

    /** A text that only a reference may give. */
    record Secret() implements Shape {}

    record Whole(long minimum, long maximum) implements Shape {
        String rule() {
            return "a whole number from " + minimum + " to " + maximum;
        }
    }

    /** Any number, exact. */
    record Decimal() implements Shape {}

    record Truth() implements Shape {}

    /** Any scalar but null. */
    record AnyScalar() implements Shape {}

    /** One of some words; {@code planned} ones are known and not built yet. */
    record Choice(List<String> words, List<String> planned) implements Shape {
        static Choice of(String... words) {
            return new Choice(List.of(words), List.of());
        }

        Choice planned(String... later) {
            return new Choice(words, List.of(later));
        }
    }

    /** A list, or a scalar for a list of one. */
    record Listing(Shape of) implements Shape {}

    /** Names of the author's choice, each with a value. */
    record Named(Text name, Shape of, String noun) implements Shape {}

    record Nested(Section section) implements Shape {}

    /** A section of which anything may be left out, for it is merged into a whole one and checked there. */
    record Partial(Section section) implements Shape {}

    /** A section, or a scalar that is short for it. */
    record Abbreviated(Shape scalar, Section section) implements Shape {}

    /** Sections told apart by their key {@code type}; {@code planned} ones are known and not built yet. */
    record Variants(Map<String, Section> sections, List<String> planned) implements Shape {}

    /** Sections told apart by the type of the connection that they name. */
    record ByConnection(Map<SourceKind, Section> sections) implements Shape {}
}
