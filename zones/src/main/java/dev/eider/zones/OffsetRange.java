package dev.eider.zones;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The offsets of one partition that a batch states, without a gap: each is a record, or known not to be one.
 *
 * @param topic name of the topic
 * @param chain the chain the range belongs to
 * @param from first offset: the end of the range before
 * @param end first offset after it
 * @param records offsets that were records
 * @param control offsets without a record in a topic that is not compacted: ends of transactions, aborted records
 * @param missing offsets without a record that cleaning took, or that retention had taken and a person accepted
 * @param leaderEpoch of the last record, by which a truncated log is recognized
 * @param firstTime time of the first record
 */
public record OffsetRange(
        String topic,
        ChainId chain,
        long from,
        long end,
        long records,
        long control,
        long missing,
        OptionalInt leaderEpoch,
        Optional<Instant> firstTime) {
    /** @throws UnbalancedBooksException where an offset is not accounted for, or is counted twice */
    public OffsetRange {
        if (from < 0
                || end <= from
                || Math.min(records, Math.min(control, missing)) < 0
                || end - from != records + control + missing) {
            throw new UnbalancedBooksException("offsets " + from + " to " + end + " are not " + records + " records, "
                    + control + " control and " + missing + " missing ones");
        }
    }

    /**
     * Ranges of a chain, each of which begins where the one before ends, as one.
     *
     * @throws IllegalArgumentException where they do not
     */
    public static OffsetRange joined(List<OffsetRange> ranges) {
        OffsetRange all = ranges.get(0);
        for (OffsetRange range : ranges.subList(1, ranges.size())) {
            all = all.joined(range);
        }
        return all;
    }

    private OffsetRange joined(OffsetRange next) {
        if (!next.chain.equals(chain) || next.from != end) {
            throw new IllegalArgumentException("Cannot join " + this + " and " + next);
        }
        return new OffsetRange(
                topic,
                chain,
                from,
                next.end,
                records + next.records,
                control + next.control,
                missing + next.missing,
                next.leaderEpoch.isPresent() ? next.leaderEpoch : leaderEpoch,
                firstTime.isPresent() ? firstTime : next.firstTime);
    }

    /** For people: {@code bank.core.transactions-3 offsets 100 to 299}, and the chain where it is not the first. */
    @Override
    public String toString() {
        return topic + "-" + chain.partition() + " offsets " + from + " to " + (end - 1)
                + (chain.number() > 1 ? " of chain " + chain.number() : "");
    }
}
