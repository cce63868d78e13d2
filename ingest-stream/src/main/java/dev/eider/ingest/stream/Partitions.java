package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that are assigned, by name. Owned by the thread that polls. */
final class Partitions {
    private final Map<TopicPartition, Partition> byName = new LinkedHashMap<>();

    void add(Partition partition) {
        byName.put(partition.name(), partition);
    }

    void remove(Partition partition) {
        byName.remove(partition.name());
    }

    @Nullable Partition find(TopicPartition name) {
        return byName.get(name);
    }

    /** Whether it is assigned still, or again: what was begun for an assignment before does not count. */
    boolean isCurrent(Partition partition) {
        return byName.get(partition.name()) == partition;
    }

    /** Those of the names that are assigned. */
    List<Partition> of(Collection<TopicPartition> names) {
        return names.stream().map(byName::get).filter(Objects::nonNull).toList();
    }

    Collection<Partition> all() {
        return byName.values();
    }

    Set<TopicPartition> names() {
        return byName.keySet();
    }

    List<Lane> lanes() {
        return byName.values().stream()
                .flatMap(partition -> partition.lanes().stream())
                .toList();
    }

    Partition holding(Lane lane) {
        return byName.values().stream()
                .filter(partition -> partition.lanes().contains(lane))
                .findFirst()
                .orElseThrow();
    }

    long heldBytes() {
        return lanes().stream().mapToLong(Lane::heldBytes).sum();
    }

    /** Whether nothing is uncommitted. */
    boolean areIdle() {
        return byName.values().stream().allMatch(Partition::isIdle);
    }

    /** Whether there is nothing to read any more. */
    boolean areBroken() {
        return !byName.isEmpty() && byName.values().stream().allMatch(Partition::isBroken);
    }

    /** Whether all are read up to there. */
    boolean haveReached(Map<TopicPartition, Long> targets) {
        return byName.values().stream()
                .allMatch(partition -> partition.hasReached(targets.getOrDefault(partition.name(), 0L)));
    }

    /** Those of these topics of which something waits for a person. */
    List<TopicPartition> unread(Set<String> topics) {
        return byName.values().stream()
                .filter(partition -> topics.contains(partition.name().topic()))
                .filter(partition -> partition.lanes().stream()
                        .anyMatch(lane -> lane.unread().isPresent()))
                .map(Partition::name)
                .toList();
    }

    /** Logs are readable up to there. */
    void readable(Map<TopicPartition, Long> ends) {
        for (Partition partition : of(ends.keySet())) {
            partition.lanes().forEach(lane -> lane.readable(ends.getOrDefault(partition.name(), 0L)));
        }
    }

    /** How many are not read any further, by dataset. */
    Map<DatasetName, Long> broken() {
        Map<DatasetName, Long> broken = new TreeMap<>();
        lanes().forEach(lane -> broken.merge(lane.contract().dataset(), lane.isBroken() ? 1L : 0L, Long::sum));
        return broken;
    }

    /** Records that are not read yet, by dataset; without those of which a partition is being looked at. */
    Map<DatasetName, Long> lags(Consumer<?, ?> consumer) {
        Map<DatasetName, Long> lags = new TreeMap<>();
        Set<DatasetName> unknown = new HashSet<>();
        for (Partition partition : byName.values()) {
            long readable = partition.isPlaced()
                    ? partition.first().map(Lane::next).orElse(0L)
                            + consumer.currentLag(partition.name()).orElse(0)
                    : 0;
            for (Lane lane : partition.lanes()) {
                DatasetName dataset = lane.contract().dataset();
                if (lane.isBroken()) {
                    lags.merge(dataset, lane.unread().map(Unread::count).orElse(0L), Long::sum);
                } else if (partition.isPlaced() && lane.isReading()) {
                    lags.merge(dataset, Math.max(0, readable - lane.next()), Long::sum);
                } else {
                    unknown.add(dataset);
                }
            }
        }
        lags.keySet().removeAll(unknown);
        return lags;
    }
}
