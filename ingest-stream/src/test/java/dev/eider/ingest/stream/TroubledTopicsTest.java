package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.texts;
import static dev.eider.ingest.stream.World.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.Chain;
import dev.eider.zones.Chains;
import dev.eider.zones.OffsetRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to topics: transactions, cleaning, new partitions, other topics of the same name. */
final class TroubledTopicsTest {
    @TempDir
    private Path folder;

    @Test
    void abortedRecordsAreLeftOutAndAccountedFor() throws Exception {
        String topic = SharedBroker.newTopic("transactions", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        List<String> committed = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                SharedBroker.topics().producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic))) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 20; transaction++) {
                producer.beginTransaction();
                for (int i = 0; i < 10; i++) {
                    String value = transaction + "-" + i;
                    producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8)));
                    if (transaction % 3 != 0) {
                        committed.add(value);
                    }
                }
                producer.flush();
                if (transaction % 3 == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        world.catchUp();
        assertThat(world.values(World.EVENTS, 0)).isEqualTo(committed);
        List<OffsetRange> ranges = world.ranges(World.EVENTS).get(0);
        assertThat(ranges.get(ranges.size() - 1).end()).isEqualTo(220);
        assertThat(ranges.stream().mapToLong(OffsetRange::control).sum()).isEqualTo(20 + 70);
        assertThat(ranges.stream().mapToLong(OffsetRange::missing).sum()).isZero();
        assertThat(world.catchUp().datasets())
                .as("a second run has nothing to do")
                .isEmpty();
    }

    @Test
    void cleanedOffsetsAreMissingOnes() throws Exception {
        String topic = SharedBroker.topicName("compacted");
        SharedBroker.topics()
                .create(
                        topic,
                        1,
                        Map.of(
                                "cleanup.policy", "compact",
                                "segment.ms", "100",
                                "min.cleanable.dirty.ratio", "0.01",
                                "max.compaction.lag.ms", "100"));
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        AtomicInteger rounds = new AtomicInteger();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            int round = rounds.getAndIncrement();
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                records.add(new ProducerRecord<>(
                        topic, 0, ("key-" + i).getBytes(UTF_8), (round + "-" + i).getBytes(UTF_8)));
            }
            SharedBroker.topics().produce(records);
            World fresh = World.of(folder.resolve("try-" + round), SharedBroker.bootstrap(), topic);
            fresh.catchUp();
            return fresh.values(World.EVENTS, 0).size() < 10 * rounds.get();
        });
        world.catchUp();
        List<OffsetRange> ranges = world.ranges(World.EVENTS).get(0);
        assertThat(ranges.get(ranges.size() - 1).end()).isEqualTo(10L * rounds.get());
        assertThat(ranges.stream().mapToLong(OffsetRange::missing).sum()).isPositive();
        assertThat(ranges.stream().mapToLong(OffsetRange::control).sum()).isZero();
        assertThat(world.values(World.EVENTS, 0))
                .contains(texts(Integer.toString(rounds.get() - 1), 10).toArray(String[]::new));
    }

    @Test
    void aPartitionThatWasAddedWaitsForAPerson() throws Exception {
        String topic = SharedBroker.newTopic("grown", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("a", 10));
        world.catchUp();
        SharedBroker.topics().grow(topic, 2);
        SharedBroker.topics().produce(topic, 0, values("b", 10));
        SharedBroker.topics().produce(topic, 1, values("c", 10));
        StreamReport report = world.catchUp();
        assertThat(report.incidents()).hasSize(1);
        assertThat(report.incidents().get(0).kind()).isEqualTo(Incident.Kind.PARTITION_ADDED);
        assertThat(report.incidents().get(0).nextStep()).contains("--open-chain " + topic + ":1");
        assertThat(world.values(World.EVENTS, 0)).hasSize(20);
        assertThat(world.values(World.EVENTS, 1)).isEmpty();
        StreamReport opened = world.run(opening(topic + ":1"));
        assertThat(opened.incidents()).isEmpty();
        assertThat(world.values(World.EVENTS, 1)).isEqualTo(texts("c", 10));
        assertThat(world.catchUp().incidents()).isEmpty();
    }

    @Test
    void aTopicThatWasMadeAnewWaitsForAPerson() throws Exception {
        String topic = SharedBroker.newTopic("anew", 2);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("a", 10));
        world.catchUp();
        SharedBroker.topics().delete(topic);
        await().until(() -> {
            try {
                SharedBroker.topics().create(topic, 2);
                return true;
            } catch (TopicExistsException e) {
                return false;
            }
        });
        SharedBroker.topics().produce(topic, 0, values("b", 30));
        StreamReport report = world.catchUp();
        assertThat(report.incidents()).hasSize(2).allMatch(i -> i.kind() == Incident.Kind.TOPIC_ANEW);
        assertThat(world.values(World.EVENTS, 0)).hasSize(10);
        assertThat(world.run(opening(topic)).incidents()).isEmpty();
        assertThat(world.catchUp().incidents()).isEmpty();
        assertThat(world.ranges(World.EVENTS).get(0)).hasSize(2);
        assertThat(world.manifests(World.EVENTS)).hasSize(2);
        assertThat(world.ranges(World.EVENTS).get(0).stream()
                        .mapToLong(OffsetRange::records)
                        .sum())
                .isEqualTo(40);
    }

    /** Two groups over one bucket, as an old member that knows nothing of the new one: both read every partition. */
    @Test
    void twoWhoReadTheSamePartitionsCommitEachOffsetOnce() throws Exception {
        String topic = SharedBroker.newTopic("rivals", 2);
        World one = World.of(folder.resolve("one"), SharedBroker.bootstrap(), topic);
        World other = World.of(folder.resolve("other"), SharedBroker.bootstrap(), topic)
                .in(one.bucket);
        SharedBroker.topics().produce(topic, 0, values("a", 30_000));
        SharedBroker.topics().produce(topic, 1, values("b", 20_000));
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (World world : List.of(one, other)) {
            Thread thread = new Thread(() -> {
                try {
                    world.run(World.untilCaughtUp().committingEach(1_000));
                } catch (Exception e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(one.values(World.EVENTS, 0)).isEqualTo(texts("a", 30_000));
        assertThat(one.values(World.EVENTS, 1)).isEqualTo(texts("b", 20_000));
    }

    @Test
    void aLogThatEndsBeforeWhatWasReadOfItWaitsForAPerson() throws Exception {
        String topic = SharedBroker.newTopic("truncated", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("a", 100));
        world.catchUp();
        world.pretend(World.EVENTS, 0, 150);
        StreamReport report = world.catchUp();
        assertThat(report.incidents()).hasSize(1);
        assertThat(report.incidents().get(0).kind()).isEqualTo(Incident.Kind.TRUNCATED);
        assertThat(report.incidents().get(0).message()).contains("the log lost offsets 100 to 149");
        SharedBroker.topics().produce(topic, 0, values("b", 100));
        SharedBroker.topics().deleteBefore(topic, 0, 50);
        assertThat(world.catchUp().incidents())
                .as("the log has grown over the chain's end, and its records are of no later leader")
                .isEmpty();
    }

    @Test
    void whatTookThePlaceOfATruncatedLogIsReadIntoTheNextChain() throws Exception {
        String topic = SharedBroker.newTopic("truncated", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("a", 100));
        world.catchUp();
        world.pretend(World.EVENTS, 0, 150);
        assertThat(world.run(opening(topic + ":0")).incidents()).isEmpty();
        SharedBroker.topics().produce(topic, 0, values("b", 10));
        assertThat(world.catchUp().incidents()).isEmpty();
        List<OffsetRange> ranges = world.ranges(World.EVENTS).get(0);
        assertThat(ranges.get(ranges.size() - 1).chain().number()).isEqualTo(2);
        assertThat(ranges.get(ranges.size() - 1).from()).isEqualTo(100);
        assertThat(world.values(World.EVENTS, 0)).hasSize(110).endsWith("b-9");
    }

    @Test
    void whatWasHandedOverIsLeftToTheOtherEngine() throws Exception {
        String topic = SharedBroker.newTopic("handed", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("a", 10));
        world.catchUp();
        Chains chains = new Chains(world.bucket, world.context().ledger(), World.EVENTS);
        chains.handOver(chains.all().get(0).id(), Chain.Engine.SPARK);
        SharedBroker.topics().produce(topic, 0, values("b", 10));
        Incident incident = world.catchUp().incidents().get(0);
        assertThat(incident.kind()).isEqualTo(Incident.Kind.OTHER_ENGINE);
        assertThat(world.values(World.EVENTS, 0)).hasSize(10);
        chains.handOver(chains.all().get(0).id(), Chain.Engine.STREAM);
        world.catchUp();
        assertThat(world.values(World.EVENTS, 0)).hasSize(20);
    }

    @Test
    void aReaderThatRunsStopsWhereTheOtherEngineWentOn() throws Exception {
        String topic = SharedBroker.newTopic("handed", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        StreamIngest ingest =
                world.ingest(StreamSettings.defaults().committingAfter(Duration.ofMillis(200)), StreamListener.NONE);
        FutureTask<StreamReport> running = new FutureTask<>(ingest::run);
        new Thread(running).start();
        SharedBroker.topics().produce(topic, 0, values("a", 10));
        await().until(() -> world.values(World.EVENTS, 0).size() == 10);
        Chains chains = new Chains(world.bucket, world.context().ledger(), World.EVENTS);
        chains.handOver(chains.all().get(0).id(), Chain.Engine.SPARK);
        world.pretend(World.EVENTS, 0, 15);
        SharedBroker.topics().produce(topic, 0, values("b", 10));
        assertThat(running.get(60, TimeUnit.SECONDS).incidents())
                .singleElement()
                .extracting(Incident::kind)
                .isEqualTo(Incident.Kind.OTHER_ENGINE);
        assertThat(world.values(World.EVENTS, 0)).isEqualTo(texts("a", 10));
    }

    private static StreamSettings opening(String part) {
        return World.untilCaughtUp()
                .deciding(Set.of(), Set.of(TopicPart.parse(part).orElseThrow()));
    }
}
