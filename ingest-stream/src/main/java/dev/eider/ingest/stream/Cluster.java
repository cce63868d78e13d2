package dev.eider.ingest.stream;

import static java.util.Objects.requireNonNull;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the brokers of a connection say of their topics. Thread-safe. */
final class Cluster implements AutoCloseable {
    private static final String ASK = "ask the brokers of";

    private static final String GROUP_VERSION = "group.version";
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Connection.Kafka connection;
    private final Admin admin;

    Cluster(Connection.Kafka connection) throws EiderException {
        this.connection = connection;
        this.admin = Clients.admin(connection);
    }

    /**
     * A topic.
     *
     * @param id 32 lower-case hexadecimal digits
     * @param partitions how many
     */
    record Topic(String id, int partitions) {}

    /** Offsets of a partition: the first that is there, and the first that is not there yet. */
    record Offsets(long earliest, long latest) {}

    /** Whether groups are led by the brokers (KIP-848). */
    boolean hasNewGroups() throws EiderException {
        try {
            FinalizedVersionRange version = admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get(GROUP_VERSION);
            return version != null && version.maxVersionLevel() >= 1;
        } catch (ExecutionException e) {
            throw KafkaFailures.of(connection, "ask the brokers of", e);
        } catch (InterruptedException e) {
            throw KafkaFailures.interrupted(connection, ASK, e);
        }
    }

    /** How many brokers are up. */
    int brokers() throws EiderException {
        return await(admin.describeCluster().nodes()).size();
    }

    /** Names of all topics that the user may see, without Kafka's own. */
    Set<String> topicNames() throws EiderException {
        return await(admin.listTopics().names());
    }

    /** Those of the topics that are there. */
    Map<String, Topic> topics(Collection<String> names) throws EiderException {
        Map<String, Topic> topics = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                TopicDescription description = topic.getValue().get();
                topics.put(
                        topic.getKey(),
                        new Topic(
                                hex(description.topicId()),
                                description.partitions().size()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof UnknownTopicIdException)) {
                    throw KafkaFailures.of(connection, "look at topic " + topic.getKey() + " of", e);
                }
            } catch (InterruptedException e) {
                throw KafkaFailures.interrupted(connection, ASK, e);
            }
        }
        return topics;
    }

    /** Whether records of a topic vanish as later ones of their key come; no, where that may not be asked. */
    boolean isCompacted(String topic) throws EiderException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get()
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value()
                    .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw KafkaFailures.of(connection, "look at topic " + topic + " of", e);
        } catch (InterruptedException e) {
            throw KafkaFailures.interrupted(connection, ASK, e);
        }
    }

    /** How long a topic keeps records, by their own time; none where it keeps them, or that may not be asked. */
    Optional<Duration> retention(String topic) throws EiderException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = requireNonNull(
                            admin.describeConfigs(List.of(resource)).values().get(resource))
                    .get();
            long millis =
                    Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
            boolean isDeleting =
                    config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_DELETE)
                            && config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                                    .value()
                                    .equals("CreateTime");
            return isDeleting && millis >= 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw KafkaFailures.of(connection, "look at topic " + topic + " of", e);
        } catch (InterruptedException e) {
            throw KafkaFailures.interrupted(connection, ASK, e);
        }
    }

    /** First and last offsets. */
    Map<TopicPartition, Offsets> offsets(Collection<TopicPartition> partitions) throws EiderException {
        Map<TopicPartition, Long> earliest =
                offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> latest = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Offsets> offsets = new HashMap<>();
        earliest.forEach((partition, first) ->
                offsets.put(partition, new Offsets(first, latest.getOrDefault(partition, first))));
        return offsets;
    }

    /** Ends of what is committed by producers: how far a reader gets now. */
    Map<TopicPartition, Long> readableEnds(Collection<TopicPartition> partitions) throws EiderException {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) throws EiderException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private <T> T await(KafkaFuture<T> answer) throws EiderException {
        return KafkaFailures.await(connection, ASK, answer);
    }

    private static String hex(Uuid id) {
        return String.format(Locale.ROOT, "%016x%016x", id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    @Override
    public void close() {
        admin.close(CLOSE_MAX);
    }
}
