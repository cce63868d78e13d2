package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.zones.Context;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that the group has given to this process, and what is held of each. A partition is paused until it is
 * placed, while a range of it waits for the one before, and for ever once it is broken. Owned by the thread that polls.
 */
final class Assignment implements ConsumerRebalanceListener {
    /** Longest that a rebalance waits for ranges of partitions that go: what is not committed is read again. */
    private static final Duration REVOCATION_MAX = Duration.ofSeconds(10);

    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Subscription subscription;
    private final Context context;
    private final Rolling rolling;
    private final Workers workers;
    private final Tally tally;
    private final RangeCommitter committer;
    private final Partitions partitions = new Partitions();
    private final Placement placement;
    private @Nullable EiderException failure;
    private boolean isEnding;
    private boolean isLeaving;
    private long taken;

    Assignment(
            Consumer<ByteBuffer, ByteBuffer> consumer,
            Subscription subscription,
            StreamSettings settings,
            Parts parts) {
        this.consumer = consumer;
        this.subscription = subscription;
        this.rolling = new Rolling(settings);
        this.tally = parts.tally();
        this.context = parts.context();
        this.workers = parts.workers();
        this.committer = parts.committer();
        this.placement = new Placement(consumer, partitions, parts, this::fail);
    }

    /** What works for it. */
    record Parts(
            Context context,
            Workers workers,
            Patience patience,
            ChainOpener opener,
            RangeCommitter committer,
            Tally tally) {}

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        List<Partition> added = new ArrayList<>();
        for (TopicPartition name : assigned) {
            Partition partition =
                    new Partition(name, subscription.readers(name.topic()), context, committer.hasRegistry());
            partitions.add(partition);
            added.add(partition);
        }
        placement.begin(added);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        long deadline = System.nanoTime() + (isLeaving ? 0 : REVOCATION_MAX.toNanos());
        List<Partition> going = partitions.of(revoked);
        while (failure == null
                && System.nanoTime() - deadline < 0
                && !going.stream().allMatch(Partition::isIdle)) {
            going.forEach(this::commitAll);
            workers.apply(Math.max(
                    1,
                    Math.min(deadline - System.nanoTime(), Duration.ofMillis(50).toNanos())));
        }
        onPartitionsLost(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        for (Partition partition : partitions.of(lost)) {
            partitions.remove(partition);
            partition.lanes().forEach(Lane::reset);
        }
    }

    /** Takes what the consumer has read. */
    void take(ConsumerRecords<ByteBuffer, ByteBuffer> records) throws EiderException {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> read :
                records.nextOffsets().entrySet()) {
            Partition partition = partitions.find(read.getKey());
            if (partition == null || !partition.isPlaced()) {
                continue;
            }
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> batch = records.records(partition.name());
            OffsetAndMetadata position = read.getValue();
            OptionalInt epoch = position.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty());
            for (Lane lane : partition.lanes()) {
                if (lane.isReading() && !batch.isEmpty() && !hasRoom(lane)) {
                    putBack(partition);
                    break;
                }
                if (lane.isReading()) {
                    taken += lane.take(batch, rolling.share(partitions.lanes()));
                }
                if (lane.isReading()) {
                    lane.advance(position.offset(), epoch);
                }
            }
            if (partition.lanes().stream().anyMatch(Lane::isDiverged)) {
                placement.diverged(partition);
            }
        }
    }

    private boolean hasRoom(Lane next) {
        return next.isWriting() || rolling.room(partitions.lanes()) > 0;
    }

    /** Lets what was read of it be read again once there is room. */
    private void putBack(Partition partition) {
        partition.crowdedOut();
        placement.place(partition);
    }

    /** Lets partitions in whose records were put back, as many as there is room for, and makes room for the others. */
    private void letIn() {
        long room = rolling.room(partitions.lanes());
        for (Partition partition : partitions.all()) {
            if (partition.isCrowdedOut() && room > 0) {
                room--;
                partition.letIn();
            } else if (partition.isCrowdedOut()) {
                rolling.longest(partitions.lanes()).ifPresent(lane -> commit(partitions.holding(lane), lane));
            }
        }
    }

    /** Does what is due between two polls. */
    void tend() throws EiderException {
        workers.apply();
        throwFailure();
        letIn();
        boolean isFull = rolling.isFull(partitions.heldBytes());
        Set<TopicPartition> waiting = new HashSet<>();
        for (Partition partition : partitions.all()) {
            if (partition.isOutOfRange()) {
                lookAgain(partition);
            }
            boolean isHeld = isFull || isEnding || !partition.isPlaced() || partition.isCrowdedOut();
            for (Lane lane : partition.lanes()) {
                OpenRange open = lane.open();
                if (open != null && (isFull || isEnding || rolling.isDue(open))) {
                    isHeld |= lane.isCommitting();
                    commit(partition, lane);
                }
            }
            if (isHeld) {
                waiting.add(partition.name());
            }
        }
        pause(waiting);
    }

    private void lookAgain(Partition partition) {
        commitAll(partition);
        if (partition.lanes().stream().allMatch(lane -> lane.isBroken() || lane.isIdle())) {
            partition.lanes().stream().filter(Lane::isReading).forEach(Lane::reset);
            placement.begin(List.of(partition));
        }
    }

    private void pause(Set<TopicPartition> waiting) {
        Set<TopicPartition> paused = consumer.paused();
        List<TopicPartition> stop = new ArrayList<>();
        List<TopicPartition> goOn = new ArrayList<>();
        for (TopicPartition name : partitions.names()) {
            if (waiting.contains(name) != paused.contains(name)) {
                (waiting.contains(name) ? stop : goOn).add(name);
            }
        }
        consumer.pause(stop);
        consumer.resume(goOn);
    }

    private void commitAll(Partition partition) {
        partition.lanes().forEach(lane -> commit(partition, lane));
    }

    /** Has the open range committed, unless the one before still is. */
    private void commit(Partition partition, Lane lane) {
        OpenRange open = lane.open();
        if (open == null || open.isEmpty() || lane.isCommitting()) {
            return;
        }
        OpenRange range = lane.handOut();
        workers.submit(() -> committer.commit(range), outcome -> committed(partition, lane, outcome), this::fail);
    }

    private void committed(Partition partition, Lane lane, RangeCommitter.Outcome outcome) {
        if (outcome instanceof RangeCommitter.Done done) {
            stands(partition, lane, done.manifest());
            return;
        }
        lane.lost();
        if (partitions.isCurrent(partition) && lane.isReading()) {
            // Somebody else reads it, or did: the chain's end says where to go on.
            lane.reset();
            placement.begin(List.of(partition));
        }
    }

    private void stands(Partition partition, Lane lane, Manifest manifest) {
        OffsetRange range = manifest.offsets().orElseThrow();
        tally.stands(manifest);
        lane.stands(range.end());
        if (partitions.isCurrent(partition)) {
            hint(partition);
        }
    }

    /** Tells the group how far it is: for those who watch it. Nobody here reads it. */
    private void hint(Partition partition) {
        long end = partition.lanes().stream()
                .filter(Lane::isReading)
                .mapToLong(Lane::committed)
                .min()
                .orElse(0);
        try {
            consumer.commitAsync(Map.of(partition.name(), new OffsetAndMetadata(end)), (offsets, problem) -> {});
        } catch (KafkaException e) {
            // The next range's hint says all that this one would have.
        }
    }

    private void fail(EiderException why) {
        if (failure == null) {
            failure = why;
        }
    }

    private void throwFailure() throws EiderException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads no more, and commits all that is held. */
    void end() {
        isEnding = true;
    }

    /** Reads on: there is more to take than was thought. */
    void goOn() {
        isEnding = false;
    }

    /** Commits no more: what partitions hold when they go is read again. */
    void leave() {
        isLeaving = true;
    }

    /** Where its partitions are read from. */
    Placement placement() {
        return placement;
    }

    /** What it has. */
    Partitions partitions() {
        return partitions;
    }

    /** Records taken so far, committed or not. */
    long taken() {
        return taken;
    }

    /** Records of its partitions that are not read yet, by dataset. */
    Map<DatasetName, Long> lags() {
        return partitions.lags(consumer);
    }
}
