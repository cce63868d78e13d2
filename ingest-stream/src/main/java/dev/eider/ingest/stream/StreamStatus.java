package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Chain;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Context;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.StageName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** How far chains are beside the logs that they read. */
public final class StreamStatus {
    private StreamStatus() {}

    /**
     * A partition that a dataset has a chain of.
     *
     * @param chain the last one
     * @param end the first offset that raw does not hold
     * @param begin the first offset of the log; empty where the topic of the chain is there no longer
     * @param readable the first offset that a reader does not see yet
     */
    public record Row(DatasetName dataset, Chain chain, long end, OptionalLong begin, OptionalLong readable) {
        /** Records, about, that are not in raw yet. */
        public OptionalLong lag() {
            return readable.isPresent()
                    ? OptionalLong.of(Math.max(0, readable.getAsLong() - end))
                    : OptionalLong.empty();
        }
    }

    /** The last chain of each partition, in the order of topics and partitions. */
    public static List<Row> of(Map<String, Connection> connections, Contract contract, Context context)
            throws EiderException {
        List<Chain> chains = last(contract.dataset(), context);
        NavigableMap<ChainId, Manifest> raw =
                new Chains(context.bucket(), context.ledger(), contract.dataset()).last(StageName.RAW);
        String name = contract.source().topic().orElseThrow().connection();
        if (!(connections.get(name) instanceof Connection.Kafka kafka)) {
            throw new EiderException(
                    ErrorCode.NOT_FOUND, "Connection not found: " + name, "Add it to connections in eider.yaml");
        }
        try (Cluster cluster = new Cluster(kafka)) {
            Map<String, Cluster.Topic> topics =
                    cluster.topics(chains.stream().map(Chain::topic).distinct().toList());
            List<Chain> standing = chains.stream()
                    .filter(chain -> Optional.ofNullable(topics.get(chain.topic()))
                            .filter(topic -> topic.id().equals(chain.id().topicId()))
                            .isPresent())
                    .toList();
            List<TopicPartition> partitions =
                    standing.stream().map(StreamStatus::partition).toList();
            Map<TopicPartition, Cluster.Offsets> offsets = cluster.offsets(partitions);
            Map<TopicPartition, Long> ends = cluster.readableEnds(partitions);
            List<Row> rows = new ArrayList<>();
            for (Chain chain : chains) {
                TopicPartition partition = partition(chain);
                Cluster.Offsets log = standing.contains(chain) ? offsets.get(partition) : null;
                rows.add(new Row(
                        contract.dataset(),
                        chain,
                        end(raw, chain),
                        log == null ? OptionalLong.empty() : OptionalLong.of(log.earliest()),
                        log == null ? OptionalLong.empty() : OptionalLong.of(ends.getOrDefault(partition, 0L))));
            }
            return rows;
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

    private static TopicPartition partition(Chain chain) {
        return new TopicPartition(chain.topic(), chain.id().partition());
    }

    private static long end(NavigableMap<ChainId, Manifest> raw, Chain chain) {
        return Optional.ofNullable(raw.get(chain.id()))
                .flatMap(Manifest::offsets)
                .map(OffsetRange::end)
                .orElse(chain.first());
    }
}
