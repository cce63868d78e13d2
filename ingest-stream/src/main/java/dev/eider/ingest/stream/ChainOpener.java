package dev.eider.ingest.stream;

import static java.util.Objects.requireNonNull;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.zones.Chain;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.StageName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where reading of a partition goes on: at the end of its chain, by what the bucket says and nothing else. Opens
 * the chains of a topic that is read for the first time. Whatever else it finds is an incident, unless a person decided
 * on it: then so much, once. Thread-safe.
 */
final class ChainOpener {
    private final Cluster cluster;
    private final RangeCommitter committer;
    private final StreamSettings settings;
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private final Set<TopicPart> used = ConcurrentHashMap.newKeySet();

    ChainOpener(Cluster cluster, RangeCommitter committer, StreamSettings settings) {
        this.cluster = cluster;
        this.committer = committer;
        this.settings = settings;
    }

    /** Topics and partitions that a decision was needed for, each partition with its topic. */
    Set<TopicPart> used() {
        return Set.copyOf(used);
    }

    /** A partition to be read. */
    record Request(TopicPartition partition, List<Reader> readers) {}

    /**
     * A dataset that reads it.
     *
     * @param divergence where the log was found to differ from what it has read
     */
    record Reader(Contract contract, OptionalLong divergence) {}

    /** Where a dataset stands in a partition. */
    sealed interface Opened {}

    /**
     * It goes on.
     *
     * @param next the chain's end
     * @param leaderEpoch of the record before it
     * @param gap what was committed as missing, since a person accepts it
     */
    record Start(Chain chain, long next, OptionalInt leaderEpoch, boolean isCompacted, Optional<Manifest> gap)
            implements Opened {
        Start(Chain chain, long next, OptionalInt leaderEpoch, boolean isCompacted) {
            this(chain, next, leaderEpoch, isCompacted, Optional.empty());
        }
    }

    /**
     * It does not.
     *
     * @param unread what waits; none where somebody else reads it, or nothing is there
     */
    record Broken(Incident incident, Optional<Unread> unread) implements Opened {
        private static Broken left(Incident incident) {
            return new Broken(incident, Optional.empty());
        }

        private static Broken waiting(Incident incident, long from, Log log) {
            return new Broken(
                    incident, Optional.of(new Unread(from, log.offsets().latest())));
        }
    }

    /** What was found for each dataset of each partition. */
    Map<TopicPartition, Map<DatasetName, Opened>> open(List<Request> requests) throws EiderException {
        Map<TopicPartition, Map<DatasetName, Opened>> opened = new HashMap<>();
        Map<String, Cluster.Topic> topics = cluster.topics(
                requests.stream().map(r -> r.partition().topic()).distinct().toList());
        List<TopicPartition> standing = requests.stream()
                .map(Request::partition)
                .filter(p -> topics.containsKey(p.topic())
                        && p.partition() < topics.get(p.topic()).partitions())
                .toList();
        Map<TopicPartition, Cluster.Offsets> offsets = cluster.offsets(standing);
        Map<String, Boolean> compacted = new HashMap<>();
        for (String topic : topics.keySet()) {
            compacted.put(topic, cluster.isCompacted(topic));
        }
        Map<DatasetName, Known> known = new HashMap<>();
        for (Request request : requests) {
            TopicPartition partition = request.partition();
            Map<DatasetName, Opened> found = opened.computeIfAbsent(partition, p -> new HashMap<>());
            for (Reader reader : request.readers()) {
                DatasetName dataset = reader.contract().dataset();
                if (!offsets.containsKey(partition)) {
                    found.put(dataset, Broken.left(Incidents.gone(dataset, partition)));
                    continue;
                }
                Known chains = known.get(dataset);
                if (chains == null) {
                    chains = look(dataset);
                    known.put(dataset, chains);
                }
                String name = partition.topic();
                Log log = new Log(
                        partition,
                        requireNonNull(topics.get(name)),
                        requireNonNull(offsets.get(partition)),
                        reader.divergence(),
                        compacted.getOrDefault(name, false));
                found.put(dataset, open(reader.contract(), log, chains));
            }
        }
        return opened;
    }

    /**
     * How far others are.
     *
     * @param reached partitions that raw holds as far as was asked, and not beyond what the log has
     * @param offsets that raw holds of those asked for, all together: it grows while anybody reads
     */
    record Others(Set<TopicPartition> reached, long offsets) {}

    /** How far raw is in partitions, of which these offsets are asked for. */
    Others others(Map<TopicPartition, Long> ends, Subscription subscription) throws EiderException {
        Map<String, Cluster.Topic> topics = cluster.topics(
                ends.keySet().stream().map(TopicPartition::topic).distinct().toList());
        Set<TopicPartition> reached = new HashSet<>(ends.keySet());
        reached.removeIf(partition -> !topics.containsKey(partition.topic()));
        long held = 0;
        for (Contract contract : subscription.contracts()) {
            Known known = look(contract.dataset());
            // Asked for after the chains were: they cannot be ahead of it.
            Map<TopicPartition, Cluster.Offsets> logs = cluster.offsets(reached);
            held += reached.stream()
                    .mapToLong(partition -> known.end(
                            requireNonNull(topics.get(partition.topic())).id(), partition.partition()))
                    .sum();
            reached.removeIf(partition -> {
                String id = requireNonNull(topics.get(partition.topic())).id();
                long end = known.end(id, partition.partition());
                return subscription.readers(partition.topic()).contains(contract)
                        && (end < ends.getOrDefault(partition, 0L)
                                || end > requireNonNull(logs.get(partition)).latest());
            });
        }
        return new Others(reached, held);
    }

    /** What the brokers say of a partition. */
    private record Log(
            TopicPartition partition,
            Cluster.Topic topic,
            Cluster.Offsets offsets,
            OptionalLong divergence,
            boolean isCompacted) {}

    /** What the bucket says of a dataset. */
    private record Known(Chains chains, List<Chain> all, NavigableMap<ChainId, Manifest> last) {
        Optional<Chain> latest(String topicId, int partition) {
            return all.stream()
                    .filter(chain ->
                            chain.id().topicId().equals(topicId) && chain.id().partition() == partition)
                    .reduce((earlier, later) -> later);
        }

        /** Where the partition's chain ends; -1 where it has none. */
        long end(String topicId, int partition) {
            return latest(topicId, partition)
                    .map(chain -> Optional.ofNullable(last.get(chain.id()))
                            .flatMap(Manifest::offsets)
                            .map(OffsetRange::end)
                            .orElse(chain.first()))
                    .orElse(-1L);
        }
    }

    private Known look(DatasetName dataset) throws EiderException {
        Chains chains = committer.chains(dataset);
        return new Known(chains, new ArrayList<>(chains.all()), chains.last(StageName.RAW));
    }

    private Opened open(Contract contract, Log log, Known known) throws EiderException {
        DatasetName dataset = contract.dataset();
        int partition = log.partition().partition();
        Optional<Chain> chain = known.latest(log.topic().id(), partition);
        if (chain.isPresent()) {
            return goOn(contract, log, known, chain.get());
        }
        String name = log.partition().topic();
        long earliest = log.offsets().earliest();
        boolean isRead = known.all().stream().anyMatch(other -> other.topic().equals(name));
        boolean isBegun = known.all().stream()
                .anyMatch(other -> other.id().topicId().equals(log.topic().id()));
        // The chain of partition 0 is opened last: once it stands, all that were there have theirs.
        boolean isWhole = known.latest(log.topic().id(), 0).isPresent();
        Optional<TopicPartition> other = SharedIds.of(
                contract, known.all(), name, log.topic().id(), log.topic().partitions());
        if (other.isPresent()) {
            return Broken.waiting(Incidents.sharedIds(dataset, log.partition(), other.get()), earliest, log);
        }
        if (isWhole) {
            return isDecided(settings.openChains(), dataset, log.partition())
                    ? start(dataset, known.chains().open(first(log, 1)), log)
                    : Broken.waiting(Incidents.added(dataset, log.partition()), earliest, log);
        }
        TopicPart whole = new TopicPart(name, OptionalInt.empty());
        if (isRead && !isBegun && !settings.openChains().contains(whole)) {
            return Broken.waiting(Incidents.anew(dataset, log.partition()), earliest, log);
        }
        used.add(whole);
        openAll(log, known);
        return start(dataset, known.latest(log.topic().id(), partition).orElseThrow(), log);
    }

    /** Opens the chain of each partition that is there, partition 0 last. */
    private void openAll(Log log, Known known) throws EiderException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int number = log.topic().partitions() - 1; number >= 0; number--) {
            partitions.add(new TopicPartition(log.partition().topic(), number));
        }
        Map<TopicPartition, Cluster.Offsets> offsets = cluster.offsets(partitions);
        for (TopicPartition partition : partitions) {
            if (known.latest(log.topic().id(), partition.partition()).isEmpty()) {
                Log other = new Log(
                        partition,
                        log.topic(),
                        requireNonNull(offsets.get(partition)),
                        OptionalLong.empty(),
                        log.isCompacted());
                known.all().add(known.chains().open(first(other, 1)));
            }
        }
        known.all().sort(Comparator.comparing(Chain::id));
    }

    private Chain first(Log log, int number) {
        return chain(log, number, log.offsets().earliest());
    }

    private Chain chain(Log log, int number, long first) {
        ChainId id = new ChainId(log.topic().id(), log.partition().partition(), number);
        return new Chain(id, log.partition().topic(), first, Chain.Engine.STREAM, committer.now());
    }

    private static Opened start(DatasetName dataset, Chain chain, Log log) {
        return chain.owner() == Chain.Engine.STREAM
                ? new Start(chain, chain.first(), OptionalInt.empty(), log.isCompacted())
                : Broken.left(Incidents.otherEngine(dataset, log.partition(), chain));
    }

    private Opened goOn(Contract contract, Log log, Known known, Chain chain) throws EiderException {
        DatasetName dataset = contract.dataset();
        if (chain.owner() != Chain.Engine.STREAM) {
            return Broken.left(Incidents.otherEngine(dataset, log.partition(), chain));
        }
        Manifest last = known.last().get(chain.id());
        Optional<OffsetRange> range = last == null ? Optional.empty() : last.offsets();
        long end = range.map(OffsetRange::end).orElse(chain.first());
        long latest = Math.min(log.offsets().latest(), log.divergence().orElse(Long.MAX_VALUE));
        if (latest < end) {
            if (!isDecided(settings.openChains(), dataset, log.partition())) {
                return Broken.waiting(Incidents.truncated(dataset, log.partition(), end, latest), latest, log);
            }
            if (SharedIds.areDerived(contract)) {
                // Records that took the place of those that were lost would have their ids.
                return Broken.waiting(Incidents.sharedIds(dataset, log.partition(), log.partition()), latest, log);
            }
            long first = Math.max(latest, log.offsets().earliest());
            return start(dataset, known.chains().open(chain(log, chain.id().number() + 1, first)), log);
        }
        if (log.offsets().earliest() > end) {
            return missing(contract, log, known, new Start(chain, end, OptionalInt.empty(), log.isCompacted()));
        }
        return new Start(
                chain, end, range.map(OffsetRange::leaderEpoch).orElse(OptionalInt.empty()), log.isCompacted());
    }

    /** The log begins behind the chain's end. */
    private Opened missing(Contract contract, Log log, Known known, Start start) throws EiderException {
        DatasetName dataset = contract.dataset();
        long begin = log.offsets().earliest();
        if (isDecided(settings.openChains(), dataset, log.partition())) {
            return start(
                    dataset, known.chains().open(first(log, start.chain().id().number() + 1)), log);
        }
        if (!isDecided(settings.acceptGaps(), dataset, log.partition())) {
            return Broken.waiting(Incidents.missing(dataset, log.partition(), start.next(), begin), begin, log);
        }
        OffsetRange gap = new OffsetRange(
                log.partition().topic(),
                start.chain().id(),
                start.next(),
                begin,
                0,
                0,
                begin - start.next(),
                OptionalInt.empty(),
                Optional.empty());
        Manifest committed = committer.commitEmpty(contract, gap);
        long end = committed.offsets().orElseThrow().end();
        return new Start(start.chain(), end, OptionalInt.empty(), log.isCompacted(), Optional.of(committed));
    }

    /** Whether a person named the partition; each decision counts once. */
    private boolean isDecided(Set<TopicPart> named, DatasetName dataset, TopicPartition partition) {
        boolean isDecided = TopicPart.isNamed(named, partition.topic(), partition.partition())
                && decided.add(dataset + " " + partition);
        if (isDecided) {
            used.add(new TopicPart(partition.topic(), OptionalInt.empty()));
            used.add(new TopicPart(partition.topic(), OptionalInt.of(partition.partition())));
        }
        return isDecided;
    }
}
