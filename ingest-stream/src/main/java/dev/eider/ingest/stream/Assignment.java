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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that the group has given to this process, and what is held of each. A partition is paused until its
 * chains say where to begin, while a range of it waits for the one before, and for ever once it is broken. Owned by the
 * thread that polls.
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
    private final Patience patience;
    private final ChainOpener opener;
    private final RangeCommitter committer;
    private final Partitions partitions = new Partitions();
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
        this.patience = parts.patience();
        this.context = parts.context();
        this.workers = parts.workers();
        this.opener = parts.opener();
        this.committer = parts.committer();
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
            Partition partition = new Partition(name, subscription.readers(name.topic()), context);
            partitions.add(partition);
            added.add(partition);
        }
        hold(assigned);
        open(added);
    }

    /** Puts partitions where nothing is asked of the group's offsets, and nothing is read. */
    void hold(Collection<TopicPartition> names) {
        consumer.pause(names);
        names.forEach(name -> consumer.seek(name, 0));
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

    private boolean isCurrent(Partition partition) {
        return partitions.find(partition.name()) == partition;
    }

    private void open(List<Partition> opening) {
        if (opening.isEmpty()) {
            return;
        }
        List<ChainOpener.Request> requests = new ArrayList<>();
        for (Partition partition : opening) {
            OptionalLong divergence = partition.lookedAt();
            requests.add(new ChainOpener.Request(
                    partition.name(),
                    partition.lanes().stream()
                            .filter(Lane::isOpening)
                            .map(Lane::contract)
                            .toList(),
                    divergence));
        }
        workers.submit(
                () -> patience.persist(() -> opener.open(requests)),
                opened -> opening.stream().filter(this::isCurrent).forEach(p -> opened(p, opened.get(p.name()))),
                this::fail);
    }

    private void opened(Partition partition, @Nullable Map<DatasetName, ChainOpener.Opened> opened) {
        for (Lane lane : partition.lanes()) {
            ChainOpener.Opened found = opened == null || !lane.isOpening()
                    ? null
                    : opened.get(lane.contract().dataset());
            if (found instanceof ChainOpener.Start start) {
                lane.begin(start);
            } else if (found instanceof ChainOpener.Broken broken) {
                lane.breakOff();
                tally.broken(broken.incident());
            }
        }
        place(partition);
    }

    /** Moves the consumer to the first offset that any dataset needs. */
    private void place(Partition partition) {
        if (partition.isOpening() || partition.isBroken()) {
            return;
        }
        Lane first = partition.lanes().stream()
                .filter(Lane::isReading)
                .min(Comparator.comparingLong(Lane::next))
                .orElseThrow();
        Optional<Integer> epoch =
                first.next() == first.committed() && first.leaderEpoch().isPresent()
                        ? Optional.of(first.leaderEpoch().getAsInt())
                        : Optional.empty();
        consumer.seek(partition.name(), new OffsetAndMetadata(first.next(), epoch, ""));
        partition.placed();
    }

    /** Takes what the consumer has read. */
    void take(ConsumerRecords<ByteBuffer, ByteBuffer> records) throws EiderException {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> read :
                records.nextOffsets().entrySet()) {
            Partition partition = partitions.find(read.getKey());
            if (partition == null || !partition.isPlaced()) {
                continue;
            }
            OffsetAndMetadata position = read.getValue();
            OptionalInt epoch = position.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty());
            for (Lane lane : partition.lanes()) {
                if (lane.isReading()) {
                    makeRoom(lane);
                    taken += lane.take(records.records(partition.name()));
                    lane.advance(position.offset(), epoch);
                }
            }
        }
    }

    /** Commits the longest range where one more would be too many. */
    private void makeRoom(Lane next) {
        rolling.toCommitBefore(next, partitions.lanes()).ifPresent(lane -> commit(partitions.holding(lane), lane));
    }

    /** Positions that nobody gave: each partition is placed by its chain. */
    void placeAnew(Set<TopicPartition> names) {
        hold(names);
        List<Partition> placed =
                partitions.of(names).stream().filter(Partition::isPlaced).toList();
        for (Partition partition : placed) {
            partition.displaced();
            partition.lanes().stream().filter(Lane::isReading).forEach(Lane::reset);
        }
        open(placed);
    }

    /** A position that the log does not have: what is held is committed, then the chains are looked at anew. */
    void outOfRange(Set<TopicPartition> names) {
        List<Partition> held = partitions.of(names);
        hold(held.stream().map(Partition::name).toList());
        held.forEach(Partition::outOfRange);
    }

    /** A log that differs from what was read of it: what is held is read anew, from the chain's end. */
    void truncated(Map<TopicPartition, OptionalLong> divergences) {
        List<Partition> held = partitions.of(divergences.keySet());
        hold(held.stream().map(Partition::name).toList());
        for (Partition partition : held) {
            partition.truncated(divergences.getOrDefault(partition.name(), OptionalLong.empty()));
            partition.lanes().stream().filter(Lane::isReading).forEach(Lane::reset);
        }
    }

    /** Does what is due between two polls. */
    void tend() throws EiderException {
        workers.apply();
        throwFailure();
        boolean isFull = rolling.isFull(partitions.heldBytes());
        Set<TopicPartition> waiting = new HashSet<>();
        for (Partition partition : partitions.all()) {
            if (partition.isOutOfRange()) {
                lookAgain(partition);
            }
            boolean isHeld = isFull || isEnding || !partition.isPlaced();
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
            open(List.of(partition));
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
        if (isCurrent(partition) && lane.isReading()) {
            // Somebody else reads it, or did: the chain's end says where to go on.
            lane.reset();
            partition.displaced();
            hold(List.of(partition.name()));
            open(List.of(partition));
        }
    }

    private void stands(Partition partition, Lane lane, Manifest manifest) {
        OffsetRange range = manifest.offsets().orElseThrow();
        tally.stands(manifest);
        lane.stands(range.end());
        if (isCurrent(partition)) {
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

    /** What it has. */
    Partitions partitions() {
        return partitions;
    }

    /** Breaks off what is read of topics that are there no longer. */
    void gone(Set<String> standing) {
        for (Partition partition : partitions.all()) {
            if (!standing.contains(partition.name().topic())) {
                partition.displaced();
                partition.lanes().stream().filter(Lane::isReading).forEach(lane -> {
                    lane.breakOff();
                    tally.broken(Incidents.gone(lane.contract().dataset(), partition.name()));
                });
            }
        }
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
