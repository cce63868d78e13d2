package dev.eider.ingest.stream;

import static java.util.Objects.requireNonNull;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Source;
import dev.eider.zones.Chain;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Context;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.StageName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** How far datasets are beside the logs that they read. */
public final class StreamStatus {
    private final Contract contract;
    private final List<Chain> chains;
    private final NavigableMap<ChainId, Manifest> raw;
    private final List<String> unmatched;
    private final Map<String, Cluster.Topic> topics;
    private final Map<TopicPartition, Cluster.Offsets> offsets;
    private final Map<TopicPartition, Long> readable;

    private StreamStatus(Contract contract, Context context, Cluster cluster) throws EiderException {
        this.contract = contract;
        this.chains = last(contract.dataset(), context);
        this.raw = new Chains(context.bucket(), context.ledger(), contract.dataset()).last(StageName.RAW);
        Set<String> names = new HashSet<>();
        Set<String> seen = cluster.topicNames();
        Subscription subscription = new Subscription(source(contract).connection(), List.of(contract));
        this.unmatched = subscription.unmatched(seen);
        names.addAll(subscription.of(seen));
        chains.forEach(chain -> names.add(chain.topic()));
        this.topics = cluster.topics(names);
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach((name, topic) -> {
            for (int number = 0; number < topic.partitions(); number++) {
                partitions.add(new TopicPartition(name, number));
            }
        });
        this.offsets = cluster.offsets(partitions);
        this.readable = cluster.readableEnds(partitions);
    }

    /** How far a dataset is now, by the bucket and the brokers. */
    public static StreamStatus of(Map<String, Connection> connections, Contract contract, Context context)
            throws EiderException {
        String name = source(contract).connection();
        if (!(connections.get(name) instanceof Connection.Kafka kafka)) {
            throw new EiderException(
                    ErrorCode.NOT_FOUND, "Connection not found: " + name, "Add it to connections in eider.yaml");
        }
        try (Cluster cluster = new Cluster(kafka)) {
            return new StreamStatus(contract, context, cluster);
        }
    }

    /** The last chain of each partition of a dataset. */
    public static List<Chain> last(DatasetName dataset, Context context) throws EiderException {
        Map<String, Chain> last = new TreeMap<>();
        for (Chain chain : new Chains(context.bucket(), context.ledger(), dataset).all()) {
            last.put(chain.id().topicId() + ":" + chain.id().partition(), chain);
        }
        return last.values().stream()
                .sorted(Comparator.comparing(Chain::topic).thenComparing(Chain::id))
                .toList();
    }

    /** A sentence on a pattern that matches no topic. */
    public List<String> unmatched() {
        return unmatched;
    }

    /** Every partition that the contract reads now or has read before, in the order of topics and partitions. */
    public List<PartitionStatus> partitions() {
        List<PartitionStatus> all = new ArrayList<>();
        Set<TopicPartition> begun = new HashSet<>();
        for (Chain chain : chains) {
            TopicPartition partition =
                    new TopicPartition(chain.topic(), chain.id().partition());
            boolean isThere = offsets.containsKey(partition)
                    && requireNonNull(topics.get(chain.topic()))
                            .id()
                            .equals(chain.id().topicId());
            if (isThere) {
                begun.add(partition);
            }
            long end = end(chain);
            all.add(status(partition, state(chain, partition, end, isThere), Optional.of(chain), end, isThere));
        }
        offsets.keySet().stream()
                .filter(partition -> reads(partition.topic()) && !begun.contains(partition))
                .map(partition -> status(partition, state(partition), Optional.empty(), 0, true))
                .forEach(all::add);
        all.sort(Comparator.comparing(PartitionStatus::topic).thenComparing(PartitionStatus::partition));
        return all;
    }

    private PartitionStatus status(
            TopicPartition partition, PartitionStatus.State state, Optional<Chain> chain, long end, boolean isThere) {
        return new PartitionStatus(
                contract.dataset(),
                partition.topic(),
                partition.partition(),
                state,
                chain,
                chain.isPresent() ? OptionalLong.of(end) : OptionalLong.empty(),
                isThere ? OptionalLong.of(requireNonNull(offsets.get(partition)).earliest()) : OptionalLong.empty(),
                isThere ? OptionalLong.of(readable.getOrDefault(partition, 0L)) : OptionalLong.empty());
    }

    private PartitionStatus.State state(Chain chain, TopicPartition partition, long end, boolean isThere) {
        if (!reads(chain.topic())) {
            return PartitionStatus.State.NOT_READ_ANY_MORE;
        }
        if (!isThere) {
            return PartitionStatus.State.GONE;
        }
        Cluster.Offsets log = requireNonNull(offsets.get(partition));
        if (log.latest() < end) {
            return PartitionStatus.State.TRUNCATED;
        }
        return log.earliest() > end ? PartitionStatus.State.MISSING_OFFSETS : PartitionStatus.State.READ;
    }

    /** What {@link ChainOpener} will find of a partition without a chain. */
    private PartitionStatus.State state(TopicPartition partition) {
        String id = requireNonNull(topics.get(partition.topic())).id();
        List<Chain> ofTopic =
                chains.stream().filter(chain -> chain.id().topicId().equals(id)).toList();
        if (ofTopic.stream().anyMatch(chain -> chain.id().partition() == 0)) {
            return PartitionStatus.State.ADDED;
        }
        boolean isRead = chains.stream().anyMatch(chain -> chain.topic().equals(partition.topic()));
        return isRead && ofTopic.isEmpty() ? PartitionStatus.State.MADE_ANEW : PartitionStatus.State.NOT_BEGUN;
    }

    private boolean reads(String topic) {
        return source(contract).captures(topic).isPresent();
    }

    private static Source.Topic source(Contract contract) {
        return contract.source().topic().orElseThrow();
    }

    private long end(Chain chain) {
        return Optional.ofNullable(raw.get(chain.id()))
                .flatMap(Manifest::offsets)
                .map(OffsetRange::end)
                .orElse(chain.first());
    }
}
