package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.opening;
import static dev.eider.ingest.stream.World.texts;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
        World world = World.ofNewTopic(folder, "transactions", 1);
        List<String> committed = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                SharedBroker.topics().producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, world.topic()))) {
            producer.initTransactions();
            for (int transaction = 0; transaction < 20; transaction++) {
                producer.beginTransaction();
                for (int i = 0; i < 10; i++) {
                    String value = transaction + "-" + i;
                    producer.send(new ProducerRecord<>(world.topic(), 0, null, value.getBytes(UTF_8)));
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
        assertThat(world.values(0)).isEqualTo(committed);
        List<OffsetRange> ranges = world.ranges(0);
        assertThat(world.lastRange(0).end()).isEqualTo(220);
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
        World world = World.of(folder, topic);
        AtomicInteger rounds = new AtomicInteger();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            int round = rounds.getAndIncrement();
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                records.add(new ProducerRecord<>(
                        topic, 0, ("key-" + i).getBytes(UTF_8), (round + "-" + i).getBytes(UTF_8)));
            }
            SharedBroker.topics().produce(records);
            World fresh = World.of(folder.resolve("try-" + round), topic);
            fresh.catchUp();
            return fresh.values(0).size() < 10 * rounds.get();
        });
        world.catchUp();
        List<OffsetRange> ranges = world.ranges(0);
        assertThat(world.lastRange(0).end()).isEqualTo(10L * rounds.get());
        assertThat(ranges.stream().mapToLong(OffsetRange::missing).sum()).isPositive();
        assertThat(ranges.stream().mapToLong(OffsetRange::control).sum()).isZero();
        assertThat(world.values(0))
                .contains(texts(Integer.toString(rounds.get() - 1), 10).toArray(String[]::new));
    }

    @Test
    void aPartitionThatWasAddedWaitsForAPerson() throws Exception {
        World world = World.ofNewTopic(folder, "grown", 1);
        world.produce(0, "a", 10);
        world.catchUp();
        SharedBroker.topics().grow(world.topic(), 2);
        world.produce(0, "b", 10);
        world.produce(1, "c", 10);
        assertThat(world.meet(Incident.Kind.PARTITION_ADDED).nextStep())
                .contains("--open-chain " + world.topic() + ":1");
        assertThat(world.values(0)).hasSize(20);
        assertThat(world.values(1)).isEmpty();
        assertThat(world.run(opening(world.topic() + ":1")).incidents()).isEmpty();
        assertThat(world.values(1)).isEqualTo(texts("c", 10));
        assertThat(world.catchUp().incidents()).isEmpty();
    }

    @Test
    void aTopicThatWasMadeAnewWaitsForAPerson() throws Exception {
        World world = World.ofNewTopic(folder, "anew", 2);
        world.produce(0, "a", 10);
        world.catchUp();
        SharedBroker.topics().delete(world.topic());
        await().until(() -> {
            try {
                SharedBroker.topics().create(world.topic(), 2);
                return true;
            } catch (TopicExistsException e) {
                return false;
            }
        });
        world.produce(0, "b", 30);
        StreamReport report = world.catchUp();
        assertThat(report.incidents()).hasSize(2).allMatch(i -> i.kind() == Incident.Kind.TOPIC_ANEW);
        assertThat(world.values(0)).hasSize(10);
        assertThat(world.run(opening(world.topic())).incidents()).isEmpty();
        assertThat(world.catchUp().incidents()).isEmpty();
        assertThat(world.ranges(0)).hasSize(2);
        assertThat(world.manifests(World.EVENTS)).hasSize(2);
        assertThat(world.ranges(0).stream().mapToLong(OffsetRange::records).sum())
                .isEqualTo(40);
    }

    /** Two groups over one bucket, as an old member that knows nothing of the new one: both read every partition. */
    @Test
    void twoWhoReadTheSamePartitionsCommitEachOffsetOnce() throws Exception {
        World one = World.ofNewTopic(folder.resolve("one"), "rivals", 2);
        World other = World.of(folder.resolve("other"), one.topic()).in(one.bucket);
        one.produce(0, "a", 30_000);
        one.produce(1, "b", 20_000);
        CompletableFuture.allOf(
                        one.start(World.untilCaughtUp().committingEach(1_000)),
                        other.start(World.untilCaughtUp().committingEach(1_000)))
                .join();
        assertThat(one.values(0)).isEqualTo(texts("a", 30_000));
        assertThat(one.values(1)).isEqualTo(texts("b", 20_000));
    }

    @Test
    void aLogThatEndsBeforeWhatWasReadOfItWaitsForAPerson() throws Exception {
        World world = World.ofNewTopic(folder, "truncated", 1);
        world.produce(0, "a", 100);
        world.catchUp();
        world.pretend(0, 150);
        assertThat(world.meet(Incident.Kind.TRUNCATED).message()).contains("the log lost offsets 100 to 149");
        world.produce(0, "b", 100);
        SharedBroker.topics().deleteBefore(world.topic(), 0, 50);
        assertThat(world.catchUp().incidents())
                .as("the log has grown over the chain's end, and its records are of no later leader")
                .isEmpty();
    }

    @Test
    void whatTookThePlaceOfATruncatedLogIsReadIntoTheNextChain() throws Exception {
        World world = World.ofNewTopic(folder, "truncated", 1);
        world.produce(0, "a", 100);
        world.catchUp();
        world.pretend(0, 150);
        assertThat(world.run(opening(world.topic() + ":0")).incidents()).isEmpty();
        world.produce(0, "b", 10);
        assertThat(world.catchUp().incidents()).isEmpty();
        assertThat(world.lastRange(0).chain().number()).isEqualTo(2);
        assertThat(world.lastRange(0).from()).isEqualTo(100);
        assertThat(world.values(0)).hasSize(110).endsWith("b-9");
    }

    @Test
    void whatWasHandedOverIsLeftToTheOtherEngine() throws Exception {
        World world = World.ofNewTopic(folder, "handed", 1);
        world.produce(0, "a", 10);
        world.catchUp();
        Chains chains = new Chains(world.bucket, world.context().ledger(), World.EVENTS);
        chains.handOver(chains.all().get(0).id(), Chain.Engine.SPARK);
        world.produce(0, "b", 10);
        world.meet(Incident.Kind.OTHER_ENGINE);
        assertThat(world.values(0)).hasSize(10);
        chains.handOver(chains.all().get(0).id(), Chain.Engine.STREAM);
        world.catchUp();
        assertThat(world.values(0)).hasSize(20);
    }

    @Test
    void aReaderThatRunsStopsWhereTheOtherEngineWentOn() throws Exception {
        World world = World.ofNewTopic(folder, "handed", 1);
        CompletableFuture<StreamReport> running = world.start(World.committingOften());
        world.produce(0, "a", 10);
        world.awaitValues(0, 10);
        Chains chains = new Chains(world.bucket, world.context().ledger(), World.EVENTS);
        chains.handOver(chains.all().get(0).id(), Chain.Engine.SPARK);
        world.pretend(0, 15);
        world.produce(0, "b", 10);
        assertThat(running.get(60, TimeUnit.SECONDS).incidents())
                .singleElement()
                .extracting(Incident::kind)
                .isEqualTo(Incident.Kind.OTHER_ENGINE);
        assertThat(world.values(0)).isEqualTo(texts("a", 10));
    }
}
