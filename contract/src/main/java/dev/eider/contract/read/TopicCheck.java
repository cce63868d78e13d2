package dev.eider.contract.read;

import com.google.re2j.PatternSyntaxException;
import dev.eider.contract.Source.Topic;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks what a source of topics says beyond its structure. */
final class TopicCheck {
    /** What comes with every record, so that no named group can be called so. */
    static final Set<String> ENVELOPE = Set.of("topic", "partition", "offset", "timestamp", "key", "headers");

    private static final Set<String> TAKEN = Set.of("key_base64", "headers_base64");
    private static final int PATTERN_LENGTH_MAX = 1_000;

    private TopicCheck() {}

    static void check(Path file, Block source, Problems problems) {
        Optional<Value.Scalar> pattern = source.scalar("topic_pattern").filter(s -> s.kind() == Value.Kind.TEXT);
        if (pattern.isEmpty()) {
            return;
        }
        At at = pattern.get().at();
        String text = pattern.get().text();
        if (text.length() > PATTERN_LENGTH_MAX) {
            problems.add(file, at, "Invalid topic_pattern: too long (at most " + PATTERN_LENGTH_MAX + ")");
            return;
        }
        try {
            for (String group : new TreeSet<>(Topic.groups(text))) {
                if (ENVELOPE.contains(group) || TAKEN.contains(group)) {
                    problems.add(
                            file,
                            at,
                            "Invalid topic_pattern: group " + group + " ($meta." + group + " is something else)");
                } else if (!Words.IDENTIFIER.pattern().matcher(group).matches()) {
                    problems.add(
                            file,
                            at,
                            "Invalid topic_pattern: group " + Checker.shorten(group) + " (" + Words.IDENTIFIER.rule()
                                    + ")");
                }
            }
        } catch (PatternSyntaxException e) {
            problems.add(
                    file, at, "Invalid topic_pattern: " + Checker.shorten(text) + " (RE2: " + e.getDescription() + ")");
        }
    }

    /** Names that {@code $meta} has for a source of topics. */
    static Set<String> names(Block source) {
        Set<String> names = new TreeSet<>(ENVELOPE);
        try {
            source.text("topic_pattern").ifPresent(pattern -> names.addAll(Topic.groups(pattern)));
        } catch (PatternSyntaxException e) {
            return names; // said already
        }
        return names;
    }
}
