package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.sandbox.kafka.SharedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held at once has bounds, whatever is sent and to however many partitions. */
final class BoundsTest {
    private static final int PARTITIONS = 100;
    private static final int LONG_RECORDS = 150;
    private static final int LONG_BYTES = 900_000;

    @TempDir
    private Path folder;

    @Test
    void fewRangesAreWrittenAtOnceHoweverManyPartitionsThereAre() throws Exception {
        World world = World.ofNewTopic(folder, "many", PARTITIONS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            world.produce(partition, "p" + partition, 3);
        }
        AtomicLong most = new AtomicLong();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread watch = new Thread(() -> {
            while (!isOver.get()) {
                most.accumulateAndGet(filesOf(folder.resolve("scratch")), Math::max);
            }
        });
        watch.start();
        StreamReport report = world.catchUp();
        isOver.set(true);
        watch.join();

        assertThat(most).hasValueBetween(1, Rolling.WRITERS_MAX);
        assertThat(report.datasets().get(World.EVENTS).records()).isEqualTo(3L * PARTITIONS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(world.values(partition)).isEqualTo(texts("p" + partition, 3));
        }
    }

    private static long filesOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void aPollBringsFewBytesHoweverWellTheyCompress() throws Exception {
        String topic = SharedBroker.newTopic("compressed", 2);
        byte[] value = new byte[LONG_BYTES];
        Arrays.fill(value, (byte) 'a');
        try (KafkaProducer<byte[], byte[]> producer =
                SharedBroker.topics().producer(Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"))) {
            for (int i = 0; i < LONG_RECORDS; i++) {
                byte[] key = {(byte) i};
                producer.send(new ProducerRecord<>(topic, i % 2, key, value));
            }
        }
        Connection.Kafka connection =
                new Connection.Kafka("events", SharedBroker.bootstrap(), Optional.empty(), topic, Map.of());
        PollBudget budget = new PollBudget();
        long[] next = {0, 1};
        int count = 0;
        try (Consumer<ByteBuffer, ByteBuffer> consumer = Clients.consumer(connection, topic, true, budget)) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (count < LONG_RECORDS) {
                budget.reset();
                ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer.poll(Duration.ofSeconds(10));
                assertThat(records.isEmpty()).as("after " + count + " records").isFalse();
                assertThat((long) records.count() * LONG_BYTES).isLessThanOrEqualTo(PollBudget.BYTES_MAX);
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
                    assertThat(record.key().get() & 0xff).isEqualTo((int) next[record.partition()]);
                    assertThat(record.value().remaining()).isEqualTo(LONG_BYTES);
                    next[record.partition()] += 2;
                    count++;
                }
            }
        }
    }
}
