import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning to the end that it has at the start, a bare consumer thread per partition, and counts
 * records and bytes: CountTopic BOOTSTRAP TOPIC [NAME=VALUE ...]. The time told begins once partitions and ends are
 * known.
 */
public final class CountTopic {
    private static final LongAdder RECORDS = new LongAdder();
    private static final LongAdder BYTES = new LongAdder();

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", "read_committed");
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        for (int i = 2; i < arguments.length; i++) {
            String[] pair = arguments[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        List<TopicPartition> partitions = new ArrayList<>();
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.partitionsFor(arguments[1]).forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            ends = consumer.endOffsets(partitions);
        }
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Thread thread = new Thread(() -> read(settings, partition, ends.get(partition)));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "{\"records\": %d, \"bytes\": %d, \"millis\": %d}%n",
                RECORDS.sum(), BYTES.sum(), (System.nanoTime() - start) / 1_000_000);
    }

    private static void read(Properties settings, TopicPartition partition, long end) {
        long records = 0;
        long bytes = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                ConsumerRecords<byte[], byte[]> some = consumer.poll(Duration.ofMillis(500));
                for (ConsumerRecord<byte[], byte[]> record : some) {
                    records++;
                    bytes += record.value() == null ? 0 : record.value().length;
                }
            }
        }
        RECORDS.add(records);
        BYTES.add(bytes);
    }
}
