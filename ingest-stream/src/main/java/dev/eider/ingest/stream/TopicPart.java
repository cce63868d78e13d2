package dev.eider.ingest.stream;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic, or one partition of it, as a person names it: {@code bank.cards} or {@code bank.cards:3}.
 *
 * @param partition empty for all
 */
public record TopicPart(String topic, OptionalInt partition) {
    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9._-]{1,249})(?::([0-9]{1,5}))?");

    /** The one of a text; empty for what names none. */
    public static Optional<TopicPart> parse(String text) {
        Matcher match = WRITTEN.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(new TopicPart(
                match.group(1),
                match.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(match.group(2)))));
    }

    /** Whether one of these names the partition, or its topic as a whole. */
    static boolean isNamed(Set<TopicPart> named, String topic, int partition) {
        return named.contains(new TopicPart(topic, OptionalInt.empty()))
                || named.contains(new TopicPart(topic, OptionalInt.of(partition)));
    }

    @Override
    public String toString() {
        return topic + (partition.isPresent() ? ":" + partition.getAsInt() : "");
    }
}
