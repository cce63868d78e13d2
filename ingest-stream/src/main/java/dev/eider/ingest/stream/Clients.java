package dev.eider.ingest.stream;

import dev.eider.contract.ClientProperties;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.read.Suggestions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's clients of a connection: its own properties, then what the guarantees need. */
final class Clients {
    /** The answer of one broker: with what is read and what is asked for, twice as much is held. */
    static final int FETCH_BYTES_MAX = 16 << 20;

    /**
     * Of one partition in it; a longer batch comes alone and whole. The client hands one partition's out before the
     * next one's: little, so that the writers of all are busy.
     */
    static final int PARTITION_BYTES_MAX = 512 << 10;

    private static final int POLL_RECORDS_MAX = 4_000;
    private static final int SOCKET_BYTES = 1 << 20;
    private static final int METADATA_AGE_MILLIS = 60_000;

    /** Short, since whoever asks tries again. */
    private static final int ADMIN_REQUEST_MILLIS = 10_000;

    private static final int ADMIN_CALL_MILLIS = 20_000;

    private static final int PRODUCED_BATCH_BYTES = 128 << 10;
    private static final int PRODUCED_LINGER_MILLIS = 20;
    private static final long PRODUCED_BYTES_HELD = 32L << 20;

    /** Properties that the new protocol of groups leaves to the brokers. */
    private static final List<String> CLASSIC = List.of(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);

    /** Of any client: a connection's properties are shared, and each client takes those that it knows. */
    private static final Set<String> KNOWN = Stream.of(
                    ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames())
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private Clients() {}

    static Admin admin(Connection.Kafka connection) throws EiderException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_REQUEST_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_CALL_MILLIS);
        properties.putAll(connection.properties());
        properties.keySet().retainAll(AdminClientConfig.configNames());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        prepare(connection);
        try {
            return Admin.create(properties);
        } catch (RuntimeException e) {
            throw KafkaFailures.notMade(connection, e);
        }
    }

    /**
     * @param group its name
     * @param hasNewGroups whether the brokers speak the new protocol of groups
     * @param budget of each poll
     */
    static Consumer<ByteBuffer, ByteBuffer> consumer(
            Connection.Kafka connection, String group, boolean hasNewGroups, PollBudget budget) throws EiderException {
        prepare(connection);
        try {
            return new KafkaConsumer<>(properties(connection, group, hasNewGroups), budget.keys(), budget.values());
        } catch (RuntimeException e) {
            throw KafkaFailures.notMade(connection, e);
        }
    }

    /**
     * A producer that sends each record once and waits for all replicas in sync.
     *
     * @param recordBytesMax of the longest record; what brokers take is theirs to say
     */
    static Producer<byte[], byte[]> producer(Connection.Kafka connection, String compression, int recordBytesMax)
            throws EiderException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, PRODUCED_BATCH_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, PRODUCED_LINGER_MILLIS);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int)
                Math.min(Integer.MAX_VALUE, (long) recordBytesMax + FETCH_BYTES_MAX));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(PRODUCED_BYTES_HELD, 2L * recordBytesMax));
        properties.putAll(connection.properties());
        properties.keySet().retainAll(ProducerConfig.configNames());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        prepare(connection);
        try {
            return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (RuntimeException e) {
            throw KafkaFailures.notMade(connection, e);
        }
    }

    /** @throws EiderException of code INVALID_CONFIGURATION where a property would say nothing to anybody */
    private static void prepare(Connection.Kafka connection) throws EiderException {
        for (String name : connection.properties().keySet()) {
            if (!KNOWN.contains(name) && !ClientProperties.isOfRegistry(name)) {
                throw new EiderException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "Unknown property of connection '" + connection.name() + "': " + name
                                + Suggestions.question(name, KNOWN),
                        "Name it as Kafka's clients do, or take it out of the connection in eider.yaml");
            }
        }
        AllowedUrls.add(connection);
    }

    private static Map<String, Object> properties(Connection.Kafka connection, String group, boolean hasNewGroups) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, SOCKET_BYTES);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
        properties.putAll(connection.properties());
        boolean isNew =
                hasNewGroups && connection.properties().keySet().stream().noneMatch(CLASSIC::contains);
        properties.putIfAbsent(ConsumerConfig.GROUP_PROTOCOL_CONFIG, isNew ? "consumer" : "classic");
        if (properties.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG).equals("classic")) {
            properties.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        properties.keySet().retainAll(ConsumerConfig.configNames());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }
}
