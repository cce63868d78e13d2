package dev.eider.ingest.stream;

import dev.eider.contract.Contract;
import dev.eider.zones.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A partition as long as it is assigned: one lane a dataset that reads it. Owned by the thread that polls. */
final class Partition {
    private final TopicPartition name;
    private final List<Lane> lanes;
    private boolean isPlaced;
    private boolean isOutOfRange;
    private boolean isCrowdedOut;

    /** @param hasRegistry whether there is somebody to ask for the schemas that records name */
    Partition(TopicPartition name, List<Contract> readers, Context context, boolean hasRegistry) {
        this.name = name;
        this.lanes = readers.stream()
                .map(reader -> new Lane(reader, name, context, hasRegistry))
                .toList();
    }

    TopicPartition name() {
        return name;
    }

    List<Lane> lanes() {
        return lanes;
    }

    /** Whether the consumer stands where its lanes go on. */
    boolean isPlaced() {
        return isPlaced;
    }

    void placed() {
        isPlaced = true;
    }

    /** The lanes begin anew: the consumer must be placed again. */
    void displaced() {
        isPlaced = false;
    }

    /** The log does not have what is asked for; what is held is committed first. */
    void outOfRange() {
        isOutOfRange = true;
        isPlaced = false;
    }

    /** Its records were put back, since too many ranges are being written. */
    void crowdedOut() {
        isCrowdedOut = true;
    }

    void letIn() {
        isCrowdedOut = false;
    }

    boolean isCrowdedOut() {
        return isCrowdedOut;
    }

    boolean isOutOfRange() {
        return isOutOfRange;
    }

    /** Takes note that it is looked at. */
    void lookedAt() {
        isOutOfRange = false;
    }

    /** The lane that the consumer reads for: of those that are furthest behind, the one of the earliest leader. */
    Optional<Lane> first() {
        return lanes.stream()
                .filter(Lane::isReading)
                .min(Comparator.comparingLong(Lane::next)
                        .thenComparingInt(lane -> lane.leaderEpoch().orElse(Integer.MAX_VALUE)));
    }

    boolean isOpening() {
        return lanes.stream().anyMatch(Lane::isOpening);
    }

    boolean isBroken() {
        return lanes.stream().allMatch(Lane::isBroken);
    }

    boolean isIdle() {
        return lanes.stream().allMatch(Lane::isIdle);
    }

    /** Whether every dataset that can has taken all before the offset. */
    boolean hasReached(long offset) {
        return lanes.stream().allMatch(lane -> lane.isBroken() || (lane.isReading() && lane.next() >= offset));
    }
}
