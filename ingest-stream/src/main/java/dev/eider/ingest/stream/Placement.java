package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions are read from: at the ends of their chains, looked at anew whenever the log does not go on as it
 * should. Owned by the thread that polls.
 */
final class Placement {
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Partitions partitions;
    private final Workers workers;
    private final Patience patience;
    private final ChainOpener opener;
    private final Tally tally;
    private final java.util.function.Consumer<EiderException> failed;

    /** @param failed told of what keeps chains from being looked at */
    Placement(
            Consumer<ByteBuffer, ByteBuffer> consumer,
            Partitions partitions,
            Assignment.Parts parts,
            java.util.function.Consumer<EiderException> failed) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.workers = parts.workers();
        this.patience = parts.patience();
        this.opener = parts.opener();
        this.tally = parts.tally();
        this.failed = failed;
    }

    /** Puts partitions where nothing is asked of the group's offsets, and nothing is read. */
    private void hold(Collection<TopicPartition> names) {
        consumer.pause(names);
        names.forEach(name -> consumer.seek(name, 0));
    }

    /** Reads nothing of partitions until it is known where their chains end, then goes on from there. */
    void begin(List<Partition> beginning) {
        beginning.forEach(Partition::displaced);
        hold(beginning.stream().map(Partition::name).toList());
        open(beginning);
    }

    private void open(List<Partition> opening) {
        if (opening.isEmpty()) {
            return;
        }
        List<ChainOpener.Request> requests = new ArrayList<>();
        for (Partition partition : opening) {
            partition.lookedAt();
            requests.add(new ChainOpener.Request(
                    partition.name(),
                    partition.lanes().stream()
                            .filter(Lane::isOpening)
                            .map(lane -> new ChainOpener.Reader(lane.contract(), lane.takeDivergence()))
                            .toList()));
        }
        workers.submit(
                () -> patience.persist(() -> opener.open(requests)),
                opened -> opening.stream().filter(partitions::isCurrent).forEach(p -> opened(p, opened.get(p.name()))),
                failed);
    }

    private void opened(Partition partition, @Nullable Map<DatasetName, ChainOpener.Opened> opened) {
        for (Lane lane : partition.lanes()) {
            ChainOpener.Opened found = opened == null || !lane.isOpening()
                    ? null
                    : opened.get(lane.contract().dataset());
            if (found instanceof ChainOpener.Start start) {
                lane.begin(start);
                start.gap().ifPresent(tally::stands);
            } else if (found instanceof ChainOpener.Broken broken) {
                lane.breakOff(broken.unread());
                tally.broken(broken.incident());
            }
        }
        place(partition);
    }

    /**
     * Moves the consumer to the first offset that any dataset needs. The brokers compare its leader with the log; those
     * of lanes further on are compared with the records that come by.
     */
    void place(Partition partition) {
        Optional<Lane> first = partition.first();
        if (partition.isOpening() || first.isEmpty()) {
            return;
        }
        Optional<Integer> epoch = first.get().leaderEpoch().stream().boxed().findFirst();
        consumer.seek(partition.name(), new OffsetAndMetadata(first.get().next(), epoch, ""));
        partition.placed();
    }

    /** Positions that nobody gave: each partition is placed by its chain. */
    void placeAnew(Set<TopicPartition> names) {
        hold(names);
        List<Partition> placed =
                partitions.of(names).stream().filter(Partition::isPlaced).toList();
        placed.stream()
                .flatMap(partition -> partition.lanes().stream())
                .filter(Lane::isReading)
                .forEach(Lane::reset);
        begin(placed);
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
            OptionalInt epoch = partition.first().map(Lane::leaderEpoch).orElse(OptionalInt.empty());
            OptionalLong at = divergences.getOrDefault(partition.name(), OptionalLong.empty());
            partition.outOfRange();
            for (Lane lane : partition.lanes()) {
                if (lane.isReading()
                        && at.isPresent()
                        && lane.leaderEpoch().orElse(0) <= epoch.orElse(Integer.MAX_VALUE)) {
                    lane.diverged(at.getAsLong());
                } else if (lane.isReading()) {
                    // Of a later leader than was asked about: its turn comes.
                    lane.reset();
                }
            }
        }
    }

    /** A log that differs from what one dataset has read of it; what the others hold is committed first. */
    void diverged(Partition partition) {
        hold(List.of(partition.name()));
        partition.outOfRange();
    }

    /** Breaks off what is read of topics that are there no longer. */
    void gone(Set<String> standing) {
        for (Partition partition : partitions.all()) {
            if (!standing.contains(partition.name().topic())) {
                partition.displaced();
                partition.lanes().stream().filter(Lane::isReading).forEach(lane -> {
                    lane.breakOff(Optional.empty());
                    tally.broken(Incidents.gone(lane.contract().dataset(), partition.name()));
                });
            }
        }
    }
}
