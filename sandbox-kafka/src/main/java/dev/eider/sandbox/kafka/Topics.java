package dev.eider.sandbox.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topics of a broker, for tests and demos: every call waits until it is done. Whatever fails is an exception of
 * Kafka's. Close it to let its connections go. Thread-safe.
 */
public final class Topics implements AutoCloseable {
    private static final int TRIES_MAX = 300;
    private static final long PAUSE_MILLIS = 100;

    private final String bootstrap;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Topics of the brokers at this address. */
    public Topics(String bootstrap) {
        this.bootstrap = bootstrap;
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        producer = producer(Map.of());
    }

    /** Kafka's administration of the brokers, for what is not here. */
    public Admin admin() {
        return admin;
    }

    /** A producer of bytes of its own, closed by who asks: the settings of {@link #producer()}, then these. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 << 20);
        all.putAll(settings);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The producer of these topics, idempotent and with {@code acks=all}. */
    public KafkaProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** Makes a topic; its id. */
    public Uuid create(String topic, int partitions) {
        return create(topic, partitions, Map.of());
    }

    /** Makes a topic with settings of its own: {@code cleanup.policy}, {@code retention.ms}, ...; its id. */
    public Uuid create(String topic, int partitions, Map<String, String> settings) {
        NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        Uuid id = await(admin.createTopics(List.of(made)).topicId(topic));
        awaitLeaders(topic, partitions);
        return id;
    }

    /**
     * Waits until the brokers serve each partition. An idempotent producer that comes sooner may have its first batch
     * refused and its second one taken, and never gets the first one through.
     */
    private void awaitLeaders(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int number = 0; number < partitions; number++) {
            all.put(new TopicPartition(topic, number), OffsetSpec.latest());
        }
        for (int tries = 1; ; tries++) {
            try {
                await(admin.listOffsets(all).all());
                return;
            } catch (UnknownTopicOrPartitionException e) {
                // It is made, and the brokers that answer have not heard of it.
                if (tries == TRIES_MAX) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Cannot go on: interrupted", e);
        }
    }

    /** Makes a topic unless there is one of that name. */
    void createIfAbsent(String topic, int partitions) {
        try {
            create(topic, partitions);
        } catch (TopicExistsException e) {
            // As asked.
        }
    }

    /** Adds partitions up to this number. */
    public void grow(String topic, int partitions) {
        await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
        awaitLeaders(topic, partitions);
    }

    /** Deletes a topic. Its name may be taken anew by another. */
    public void delete(String topic) {
        await(admin.deleteTopics(List.of(topic)).all());
    }

    /** Deletes the records of a partition before this offset, as retention does. */
    public void deleteBefore(String topic, int partition, long offset) {
        await(admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** What the brokers say of a topic: its id, partitions, leaders. */
    public TopicDescription describe(String topic) {
        return await(Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
    }

    /** Sends records, pipelined, and waits until all are acknowledged; where each is, in order. */
    public List<RecordMetadata> produce(Iterable<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> each : records) {
            sent.add(producer.send(each));
        }
        producer.flush();
        return sent.stream().map(Topics::await).toList();
    }

    /** Sends values without keys to one partition. */
    public List<RecordMetadata> produce(String topic, int partition, List<byte[]> values) {
        return produce(values.stream()
                .map(value -> new ProducerRecord<byte[], byte[]>(topic, partition, null, value))
                .toList());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Cannot go on: interrupted", e);
        }
    }
}
