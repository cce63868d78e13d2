package dev.eider.sandbox.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that come, go and come back with what they acknowledged. */
final class BrokerTest {
    @TempDir
    private Path folder;

    @Test
    void servesWhatItAcknowledged() {
        String topic = SharedBroker.newTopic("payments", 2);
        SharedBroker.topics().produce(topic, 1, values("v", 1000));
        assertThat(read(SharedBroker.bootstrap(), topic, 1, 1000)).isEqualTo(texts("v", 1000));
    }

    @Test
    void makesNoTopicByItself() {
        assertThatThrownBy(() -> SharedBroker.topics().describe("nobody-made-it"))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    @Tag("slow")
    void comesBackFromAKillWithItsData() throws Exception {
        try (Broker broker = Broker.start(folder)) {
            String bootstrap = broker.bootstrap();
            try (Topics topics = new Topics(bootstrap)) {
                topics.create("payments", 1);
                topics.produce("payments", 0, values("before", 500));
            }
            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.restart();
            assertThat(broker.bootstrap()).isEqualTo(bootstrap);
            try (Topics topics = new Topics(bootstrap)) {
                topics.produce("payments", 0, values("after", 1));
            }
            List<String> expected = new ArrayList<>(texts("before", 500));
            expected.add("after-0");
            assertThat(read(bootstrap, "payments", 0, 501)).isEqualTo(expected);
        }
    }

    @Test
    @Tag("slow")
    void threeBrokersSurviveTheLossOfALeader() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.start(folder, BrokerConfig.defaults());
                Topics topics = new Topics(cluster.bootstrap())) {
            topics.create("payments", 1);
            topics.produce("payments", 0, values("before", 500));
            int leader =
                    topics.describe("payments").partitions().get(0).leader().id();
            cluster.broker(leader).kill();
            topics.produce("payments", 0, values("after", 500));
            assertThat(topics.describe("payments").partitions().get(0).leader().id())
                    .isNotEqualTo(leader);
            List<String> expected = new ArrayList<>(texts("before", 500));
            expected.addAll(texts("after", 500));
            assertThat(read(cluster.bootstrap(), "payments", 0, 1000)).isEqualTo(expected);
            cluster.broker(leader).restart();
            assertThat(cluster.broker(leader).isRunning()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void tellsTheEndOfItsLogWhenItCannotStart() {
        assertThatThrownBy(() -> Broker.start(folder, BrokerConfig.defaults().with("log.segment.bytes", "many")))
                .hasMessageContaining("Cannot start the broker")
                .hasMessageContaining("log.segment.bytes");
    }

    private static List<byte[]> values(String prefix, int count) {
        return texts(prefix, count).stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + '-' + i).toList();
    }

    private static List<String> read(String bootstrap, String topic, int partition, int count) {
        List<String> values = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition place = new TopicPartition(topic, partition);
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            for (int polls = 0; polls < 100 && values.size() < count; polls++) {
                consumer.poll(Duration.ofMillis(300)).forEach(each -> values.add(new String(each.value(), UTF_8)));
            }
        }
        return values;
    }
}
