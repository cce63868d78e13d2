package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import java.util.Collection;
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

    /** Records that are not read yet, by dataset. */
    Map<DatasetName, Long> lags(Consumer<?, ?> consumer) {
        Map<DatasetName, Long> lags = new TreeMap<>();
        for (Partition partition : byName.values()) {
            long lag =
                    partition.isPlaced() ? consumer.currentLag(partition.name()).orElse(0) : 0;
            partition.lanes().forEach(lane -> lags.merge(lane.contract().dataset(), lag, Long::sum));
        }
        return lags;
    }
}
