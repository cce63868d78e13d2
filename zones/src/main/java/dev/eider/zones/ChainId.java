package dev.eider.zones;

import dev.eider.contract.DatasetName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The batches of one partition, each beginning where the one before ended. A topic that is deleted and made anew has
 * another id, and so other chains.
 *
 * @param topicId the topic's id: 32 lower-case hexadecimal digits
 * @param partition number of the partition
 * @param number from 1; a log that lost what was read of it goes on in the next chain
 */
public record ChainId(String topicId, int partition, int number) implements Comparable<ChainId> {
    public static final int PARTITION_MAX = 99_999;
    public static final int NUMBER_MAX = 99;

    private static final Pattern TOPIC_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{32})-(\\d{5})-(\\d{2})");
    private static final int NAME_LENGTH = 41;
    private static final Pattern OFFSET = Pattern.compile("-(\\d{19})");

    public ChainId {
        if (!TOPIC_ID.matcher(topicId).matches()
                || partition < 0
                || partition > PARTITION_MAX
                || number < 1
                || number > NUMBER_MAX) {
            throw new IllegalArgumentException("Invalid chain: " + topicId + " " + partition + " " + number);
        }
    }

    /** The batch that begins at an offset. */
    public BatchId batch(DatasetName dataset, long from) {
        return new BatchId(dataset, this + String.format(Locale.ROOT, "-%019d", from));
    }

    /** The chain that a batch belongs to; empty for one of another kind. */
    public static Optional<ChainId> of(BatchId batch) {
        String slice = batch.slice();
        return slice.length() > NAME_LENGTH
                        && OFFSET.matcher(slice.substring(NAME_LENGTH)).matches()
                ? parse(slice.substring(0, NAME_LENGTH))
                : Optional.empty();
    }

    /** The first offset of a batch of a chain. */
    public static long from(BatchId batch) {
        return Long.parseLong(batch.slice().substring(NAME_LENGTH + 1));
    }

    /** The chain of a name like {@code 0123…-00003-01}; empty for what is none. */
    public static Optional<ChainId> parse(String name) {
        Matcher match = NAME.matcher(name);
        return match.matches() && !match.group(3).equals("00")
                ? Optional.of(
                        new ChainId(match.group(1), Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ChainId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s-%05d-%02d", topicId, partition, number);
    }
}
