package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import dev.eider.zones.Chain;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a dataset is in a partition.
 *
 * @param chain the last one; empty where the partition was never begun
 * @param end the first offset that raw does not hold; empty where the partition was never begun
 * @param begin the first offset of the log; empty where the topic of the chain is there no longer
 * @param readable the first offset that a reader does not see yet; empty likewise
 */
public record PartitionStatus(
        DatasetName dataset,
        String topic,
        int partition,
        State state,
        Optional<Chain> chain,
        OptionalLong end,
        OptionalLong begin,
        OptionalLong readable) {

    /** What reading does with a partition. */
    public enum State {
        /** It goes on at the chain's end. */
        READ,
        /** It begins with the next run. */
        NOT_BEGUN,
        /** It was added to a topic that was read: a person opens its chain. */
        ADDED,
        /** It is of a topic made anew under a name that was read: a person opens its chains. */
        MADE_ANEW,
        /** Offsets behind the chain's end were deleted: a person accepts that. */
        MISSING_OFFSETS,
        /** The log ends before the chain does: a person opens the next chain. */
        TRUNCATED,
        /** The contract does not name the topic any more. */
        NOT_READ_ANY_MORE,
        /** The topic that the chain is of was deleted. */
        GONE
    }

    /** Records, about, that wait to be in raw; empty where none of them will be. */
    public OptionalLong lag() {
        if (readable.isEmpty() || state == State.NOT_READ_ANY_MORE) {
            return OptionalLong.empty();
        }
        long from = Math.max(end.orElse(0), begin.orElse(0));
        return OptionalLong.of(Math.max(0, readable.getAsLong() - from));
    }
}
