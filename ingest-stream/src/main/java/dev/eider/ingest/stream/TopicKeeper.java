package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Keeps topics as a project asks: plans what to do, then does exactly that. It makes topics, adds partitions and changes
 * settings; it never deletes a topic, nor lets it have fewer partitions or keep less. Not thread-safe.
 */
public final class TopicKeeper implements AutoCloseable {
    private static final String ASK = "keep the topics of";

    private static final int REPLICATION = 3;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int LOOKS_MAX = 100;

    private final Connection.Kafka connection;
    private final int partitions;
    private final Admin admin;

    /**
     * Of the brokers of a connection.
     *
     * @param partitions of a topic that nobody says a number for
     */
    public TopicKeeper(Connection.Kafka connection, int partitions) throws EiderException {
        this.connection = connection;
        this.partitions = partitions;
        this.admin = Clients.admin(connection);
    }

    /**
     * What to do.
     *
     * @param read topics that contracts read; those of the connection's own settings are kept as well
     */
    public TopicPlan plan(Collection<String> read) throws EiderException {
        Map<String, TopicSettings> wanted = new TreeMap<>();
        read.forEach(topic -> wanted.put(topic, TopicSettings.NONE));
        wanted.putAll(connection.topics());
        List<TopicChange> changes = new ArrayList<>();
        List<TopicPlan.Kept> kept = new ArrayList<>();
        Map<String, TopicDescription> there = describe(wanted.keySet());
        int brokers = await(admin.describeCluster().nodes()).size();
        for (Map.Entry<String, TopicSettings> topic : wanted.entrySet()) {
            TopicDescription found = there.get(topic.getKey());
            if (found == null) {
                changes.add(create(topic.getKey(), topic.getValue(), brokers));
            } else {
                new TopicDifference(topic.getKey(), topic.getValue(), found, config(topic.getKey()))
                        .tell(changes, kept);
            }
        }
        return new TopicPlan(connection.name(), changes, kept);
    }

    /**
     * A sentence on each pattern of contracts that matches no topic, neither one that is there nor one that is planned.
     *
     * @param contracts those of other connections are left out
     */
    public List<String> unmatched(TopicPlan plan, List<Contract> contracts) throws EiderException {
        List<Contract> read = contracts.stream()
                .filter(contract -> contract.source()
                        .topic()
                        .filter(topic -> topic.isPattern() && topic.connection().equals(connection.name()))
                        .isPresent())
                .toList();
        if (read.isEmpty()) {
            return List.of();
        }
        Set<String> topics = new TreeSet<>(await(admin.listTopics().names()));
        plan.changes().forEach(change -> topics.add(change.topic()));
        return new Subscription(connection.name(), read).unmatched(topics);
    }

    private TopicChange create(String topic, TopicSettings wanted, int brokers) throws EiderException {
        int replication = wanted.replicationFactor().orElse(Math.min(REPLICATION, brokers));
        int inSync = wanted.minInsyncReplicas().orElse(1);
        if (replication > brokers || inSync > replication) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid topic: " + topic + " with " + replication + " copies, of which " + inSync + " in sync, on "
                            + brokers + " brokers",
                    "Mend connections." + connection.name() + ".topics in eider.yaml");
        }
        return new TopicChange.Create(
                topic, wanted.partitions().orElse(partitions), replication, TopicDifference.settings(wanted));
    }

    private Map<String, TopicDescription> describe(Collection<String> topics) throws EiderException {
        Map<String, TopicDescription> there = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            find(each.getValue()).ifPresent(found -> there.put(each.getKey(), found));
        }
        return there;
    }

    private Optional<TopicDescription> find(KafkaFuture<TopicDescription> topic) throws EiderException {
        try {
            return Optional.of(topic.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw KafkaFailures.of(connection, "look at the topics of", e);
        } catch (InterruptedException e) {
            throw KafkaFailures.interrupted(connection, ASK, e);
        }
    }

    private Config config(String topic) throws EiderException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return await(admin.describeConfigs(List.of(resource)).all()).getOrDefault(resource, new Config(List.of()));
    }

    /**
     * Does what the plan says, in its order; what was done before a failure stays. Returns when topics that were made can
     * be seen, since brokers hear of them one after the other.
     */
    public void apply(TopicPlan plan) throws EiderException {
        for (TopicChange change : plan.changes()) {
            if (change instanceof TopicChange.Create create) {
                NewTopic topic = new NewTopic(create.topic(), create.partitions(), (short) create.replicationFactor())
                        .configs(create.settings());
                await(admin.createTopics(List.of(topic)).all());
            } else if (change instanceof TopicChange.AddPartitions add) {
                await(admin.createPartitions(Map.of(add.topic(), NewPartitions.increaseTo(add.to())))
                        .all());
            } else if (change instanceof TopicChange.Set set) {
                AlterConfigOp to = new AlterConfigOp(new ConfigEntry(set.name(), set.to()), AlterConfigOp.OpType.SET);
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, set.topic());
                await(admin.incrementalAlterConfigs(Map.of(resource, List.of(to)))
                        .all());
            }
        }
        awaitMade(plan.changes().stream()
                .filter(TopicChange.Create.class::isInstance)
                .map(TopicChange::topic)
                .toList());
    }

    private void awaitMade(List<String> topics) throws EiderException {
        try {
            for (int looks = 1; looks < LOOKS_MAX && describe(topics).size() < topics.size(); looks++) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            throw KafkaFailures.interrupted(connection, ASK, e);
        }
    }

    private <T> T await(KafkaFuture<T> answer) throws EiderException {
        return KafkaFailures.await(connection, ASK, answer);
    }

    @Override
    public void close() {
        admin.close(CLOSE_MAX);
    }
}
