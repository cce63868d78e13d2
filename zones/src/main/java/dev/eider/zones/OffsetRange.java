package dev.eider.zones;

import java.time.Instant;
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
}
