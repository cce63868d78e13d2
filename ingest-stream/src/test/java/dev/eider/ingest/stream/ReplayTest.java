package dev.eider.ingest.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.sandbox.kafka.Broker;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.sandbox.kafka.Topics;
import dev.eider.zones.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was stored goes back into a topic as it came. */
final class ReplayTest {
    private static final long TIME = 1_736_000_000_123L;

    @TempDir
    private Path folder;

    @Test
    void naughtyStringsComeBackAsTheyWereAsKeysHeadersAndValues() throws Exception {
        Path file = Path.of(System.getProperty("eider.shared"), "data/naughty-strings/blns.json");
        assumeThat(file).exists();
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
        String topic = keeping("naughty");
        for (String text : new ObjectMapper().readValue(file.toFile(), String[].class)) {
            byte[] bytes = text.getBytes(UTF_8);
            sent.add(record(topic, bytes, bytes, new RecordHeader("h" + text, bytes)));
        }
        sent.add(record(topic, null, new byte[] {(byte) 0xff, 0, 10, 13}));
        sent.add(record(topic, new byte[] {(byte) 0xc3, (byte) 0x28}, null));
        sent.add(record(
                topic,
                new byte[0],
                new byte[0],
                new RecordHeader("a", new byte[] {(byte) 0xfe}),
                new RecordHeader("a", null),
                new RecordHeader("b", new byte[0])));
        SharedBroker.topics().produce(sent);
        String target = keeping("again");
        Replay.Sent report = replay(World.of(folder, topic), target);
        assertThat(report.records()).isEqualTo(sent.size());
        assertThat(report.tombstones()).isEqualTo(1);
        assertThat(report.withoutKey()).isEqualTo(1);
        List<ConsumerRecord<byte[], byte[]>> received = read(target, sent.size());
        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i).key())
                    .as("key %d", i)
                    .isEqualTo(sent.get(i).key());
            assertThat(received.get(i).value())
                    .as("value %d", i)
                    .isEqualTo(sent.get(i).value());
            assertThat(received.get(i).timestamp()).isEqualTo(TIME);
            assertThat(received.get(i).headers().toArray())
                    .as("headers %d", i)
                    .isEqualTo(sent.get(i).headers().toArray());
        }
    }

    @Test
    void headersOfAnySizeComeBack() throws Exception {
        String topic = keeping("headers");
        byte[] text = "k".repeat(100_000).getBytes(UTF_8);
        RecordHeader header = new RecordHeader("h".repeat(60_000), text);
        SharedBroker.topics().produce(List.of(record(topic, text, text, header)));
        String target = keeping("headers-again");
        assertThat(replay(World.of(folder, topic), target).records()).isEqualTo(1);
        assertThat(read(target, 1).get(0).headers().toArray()).isEqualTo(new Header[] {header});
    }

    @Test
    void aFileGetsItsKeysFromTheContract() throws Exception {
        World world = keyed(SharedBroker.newTopic("filed", 1));
        Replay.Sent report = send(world, "{\"id\":7,\"a\":1}\n{\"id\":9007199254740993}\n{\"a\":1}\n");
        assertThat(report.withoutKey()).isEqualTo(1);
        List<ConsumerRecord<byte[], byte[]>> received = read(world.topic(), 3);
        assertThat(received.stream().map(each -> new String(each.value(), UTF_8)))
                .containsExactly("{\"id\":7,\"a\":1}", "{\"id\":9007199254740993}", "{\"a\":1}");
        assertThat(received.stream().map(each -> each.key() == null ? "" : new String(each.key(), UTF_8)))
                .containsExactly("7", "9007199254740993", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{\"id\":2,\"a\":", "{\"id\":2} {}", "{\"id\":2,\"id\":3}", "{\"id\":02}"})
    void aLineThatIsNoJsonIsNamedAndNotSent(String line) throws Exception {
        World world = keyed(SharedBroker.newTopic("truncated", 1));
        assertThatThrownBy(() -> send(world, "{\"id\":1}\n" + line + "\n{\"id\":4}\n"))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessage("Cannot send line 2 of " + folder.resolve("events.ndjson")
                        + ": not JSON, or beyond the bounds of records");
        assertThat(read(world.topic(), 1).stream().map(each -> new String(each.value(), UTF_8)))
                .containsExactly("{\"id\":1}");
    }

    private World keyed(String topic) throws Exception {
        World world = World.of(folder, topic);
        Path dataset = folder.resolve("datasets/event.yaml");
        Files.writeString(
                dataset,
                Files.readString(dataset) + "  at: {type: timestamp, from: $meta.timestamp}\n"
                        + "primary_key: id\nupdated_at: at\n");
        return world.readAgain();
    }

    private Replay.Sent send(World world, String lines) throws Exception {
        Path file = Files.writeString(folder.resolve("events.ndjson"), lines);
        try (Replay replay = Replay.open(
                world.contract(World.EVENTS), world.connection(), world.topic(), "zstd", world.context(), done -> {})) {
            replay.file(file);
            return replay.finish();
        }
    }

    @Test
    void countsWhatTheTopicWillNotKeep() throws Exception {
        String topic = keeping("old");
        SharedBroker.topics().produce(List.of(record(topic, null, "{}".getBytes(UTF_8))));
        SharedBroker.topics().produce(topic, 0, List.of("{}".getBytes(UTF_8)));
        World world = World.of(folder, topic);
        assertThat(replay(world, SharedBroker.newTopic("week", 1)).aged()).isEqualTo(1);
        assertThat(replay(world, keeping("forever")).aged()).isZero();
    }

    @Test
    void saysThatTheTopicIsNotThere() throws Exception {
        World world = World.ofNewTopic(folder, "source", 1);
        assertThatThrownBy(() -> replay(world, "nobody-made-it"))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining("Topic not found: nobody-made-it at events");
    }

    @Test
    void stopsAtARecordThatTheBrokersRefuse() throws Exception {
        World world = World.ofNewTopic(folder, "large", 1);
        SharedBroker.topics().produce(world.topic(), 0, List.of(new byte[600_000]));
        String target = SharedBroker.topicName("small");
        SharedBroker.topics().create(target, 1, Map.of("max.message.bytes", "1000"));
        assertThatThrownBy(() -> replay(world, target))
                .isInstanceOf(EiderException.class)
                .hasMessageContaining("Cannot send to topic " + target);
    }

    /** A topic that keeps records of any age: these have a time of long ago. */
    private static String keeping(String name) {
        String topic = SharedBroker.topicName(name);
        SharedBroker.topics().create(topic, 1, Map.of("retention.ms", "-1"));
        return topic;
    }

    @Test
    @Tag("slow")
    void aBrokerThatIsKilledMidwayGetsEachRecordOnce() throws Exception {
        int count = 60_000;
        Path file = folder.resolve("events.ndjson");
        Files.write(
                file,
                IntStream.range(0, count)
                        .mapToObj(i -> "{\"id\":" + i + ",\"text\":\"" + "x".repeat(200) + "\"}")
                        .toList());
        try (Broker broker = Broker.start(folder.resolve("broker"))) {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create("events", 1);
            }
            World world = World.of(folder.resolve("project"), broker.bootstrap(), "events");
            AtomicBoolean killed = new AtomicBoolean();
            try (Replay replay = Replay.open(
                    world.contract(World.EVENTS), world.connection(), "events", "lz4", world.context(), done -> {
                        if (done >= count / 3 && killed.compareAndSet(false, true)) {
                            broker.kill();
                            restart(broker);
                        }
                    })) {
                replay.file(file);
                assertThat(replay.finish().records()).isEqualTo(count);
            }
            assertThat(killed).isTrue();
            List<ConsumerRecord<byte[], byte[]>> received = read(broker.bootstrap(), "events", count);
            assertThat(received.size()).isEqualTo(count);
            assertThat(received.stream().map(each -> new String(each.value(), UTF_8)))
                    .isEqualTo(Files.readAllLines(file));
        }
    }

    private static void restart(Broker broker) {
        try {
            broker.restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Replay.Sent replay(World world, String target) throws Exception {
        world.catchUp();
        try (Replay replay = Replay.open(
                world.contract(World.EVENTS), world.connection(), target, "lz4", world.context(), done -> {})) {
            for (Manifest manifest : world.manifests(World.EVENTS)) {
                replay.batch(manifest);
            }
            return replay.finish();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
        return new ProducerRecord<>(topic, 0, TIME, key, value, Arrays.asList(headers));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        return read(SharedBroker.bootstrap(), topic, count);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition place = new TopicPartition(topic, 0);
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            for (int polls = 0; polls < 50 + count / 100 && all.size() < count; polls++) {
                consumer.poll(Duration.ofMillis(300)).forEach(all::add);
            }
        }
        return all;
    }
}
