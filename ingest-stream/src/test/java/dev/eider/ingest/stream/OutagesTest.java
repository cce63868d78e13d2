package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.committingOften;
import static dev.eider.ingest.stream.World.texts;
import static dev.eider.ingest.stream.World.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.sandbox.kafka.Broker;
import dev.eider.sandbox.kafka.BrokerCluster;
import dev.eider.sandbox.kafka.BrokerConfig;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.sandbox.kafka.Topics;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketCall;
import dev.eider.zones.BucketException;
import dev.eider.zones.Buckets;
import dev.eider.zones.OutcomeUnknownException;
import dev.eider.zones.WatchedBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers and buckets that are away for a while. */
final class OutagesTest {
    @TempDir
    private Path folder;

    /** A bucket that can be away, and may lose answers. */
    private static final class Away extends WatchedBucket {
        private final Random random = new Random(7);
        private volatile boolean isAway;
        private volatile boolean losesAnswers;
        private final AtomicInteger refusals = new AtomicInteger();

        Away(Bucket bucket) {
            super(bucket);
        }

        @Override
        protected void before(BucketCall call) throws BucketException {
            if (isAway) {
                refusals.incrementAndGet();
                throw new BucketException(
                        ErrorCode.STORAGE_UNAVAILABLE, "Cannot do " + call + ": the bucket is away", null, null);
            }
        }

        @Override
        protected void after(BucketCall call) throws BucketException {
            if (losesAnswers && call.method().writes() && chance()) {
                throw new OutcomeUnknownException("the answer to " + call + " was lost", null);
            }
        }

        private synchronized boolean chance() {
            return random.nextInt(2) == 0;
        }
    }

    @Test
    void aBucketThatIsAwayForAWhileIsWaitedFor() throws Exception {
        Away bucket = new Away(Buckets.memory());
        World world = World.ofNewTopic(folder, "away", 2).in(bucket);
        List<String> waits = new ArrayList<>();
        StreamIngest ingest = world.ingest(committingOften(), new StreamListener() {
            @Override
            public synchronized void waiting(String why) {
                waits.add(why);
            }
        });
        CompletableFuture<StreamReport> running = World.start(ingest);
        world.produce(0, "a", 100);
        world.awaitValues(0, 100);
        bucket.isAway = true;
        world.produce(0, "b", 100);
        world.produce(1, "c", 100);
        await().until(() -> bucket.refusals.get() >= 3);
        bucket.isAway = false;
        world.awaitValues(1, 100);
        ingest.stop();
        running.join();
        assertThat(world.values(0)).hasSize(200).endsWith("b-99");
        assertThat(waits).singleElement().asString().contains("the bucket is away");
    }

    @Test
    void aBucketThatStaysAwayEndsTheRunAndLeavesTheGroup() throws Exception {
        Away bucket = new Away(Buckets.memory());
        World world = World.ofNewTopic(folder, "gone", 1).in(bucket);
        CompletableFuture<StreamReport> running =
                world.start(committingOften().waitingForTheBucket(Duration.ofSeconds(2)));
        world.produce(0, "a", 100);
        world.awaitValues(0, 100);
        bucket.isAway = true;
        world.produce(0, "b", 100);
        assertThatThrownBy(running::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        EiderException.class,
                        e -> assertThat(e.code().owner().exitStatus()).isEqualTo(4));
        bucket.isAway = false;
        world.catchUp();
        assertThat(world.values(0)).hasSize(200).endsWith("b-99");
    }

    @Test
    void answersThatAreLostAreLookedUp() throws Exception {
        Away bucket = new Away(Buckets.memory());
        World world = World.ofNewTopic(folder, "answers", 2).in(bucket);
        bucket.losesAnswers = true;
        world.produce(0, "a", 20_000);
        world.produce(1, "b", 20_000);
        StreamReport report = world.run(World.untilCaughtUp().committingEach(2_000));
        assertThat(report.datasets().get(World.EVENTS).records()).isEqualTo(40_000);
        bucket.losesAnswers = false;
        assertThat(world.values(0)).isEqualTo(texts("a", 20_000));
        assertThat(world.values(1)).isEqualTo(texts("b", 20_000));
    }

    @Test
    @Tag("slow")
    void aBrokerThatIsKilledAndComesBackIsWaitedFor() throws Exception {
        try (Broker broker = Broker.start(folder.resolve("broker"))) {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create("payments", 2);
                World world = World.of(folder.resolve("project"), broker.bootstrap(), "payments");
                StreamIngest ingest = world.ingest(committingOften(), StreamListener.NONE);
                CompletableFuture<StreamReport> running = World.start(ingest);
                for (int round = 0; round < 3; round++) {
                    topics.produce("payments", 0, values("v" + round, 100));
                    int expected = 100 * (round + 1);
                    if (round % 2 == 0) {
                        world.awaitValues(0, expected);
                    }
                    broker.kill();
                    broker.restart();
                }
                topics.produce("payments", 1, values("w", 100));
                world.awaitValues(1, 100);
                ingest.stop();
                assertThat(running.join().incidents()).isEmpty();
                assertThat(world.values(0)).hasSize(300).endsWith("v2-99");
            }
        }
    }

    @Test
    @Tag("slow")
    void aBrokerThatDiesWhileNothingComesIsTold() throws Exception {
        try (Broker broker = Broker.start(folder.resolve("broker"))) {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create("payments", 1);
                topics.produce("payments", 0, values("v", 10));
            }
            World world = World.of(
                    folder.resolve("project"),
                    broker.bootstrap(),
                    Map.of("event", "topic: payments"),
                    Map.of("default.api.timeout.ms", "2000", "request.timeout.ms", "2000"));
            List<String> waits = new CopyOnWriteArrayList<>();
            StreamIngest ingest = world.ingest(committingOften(), new StreamListener() {
                @Override
                public void waiting(String why) {
                    waits.add(why);
                }
            });
            CompletableFuture<StreamReport> running = World.start(ingest);
            world.awaitValues(0, 10);
            broker.kill();
            await().atMost(Duration.ofSeconds(60)).until(() -> !waits.isEmpty());
            assertThat(waits)
                    .first()
                    .isEqualTo(
                            "Cannot reach the brokers of connection 'events' (" + broker.bootstrap() + "): no answer");
            ingest.stop();
            running.join();
        }
    }

    @Test
    @Tag("slow")
    void aLeaderThatIsLostCostsNothing() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.start(folder.resolve("brokers"), BrokerConfig.defaults());
                Topics topics = new Topics(cluster.bootstrap())) {
            topics.create("payments", 3);
            World world = World.of(folder.resolve("project"), cluster.bootstrap(), "payments");
            StreamIngest ingest = world.ingest(committingOften(), StreamListener.NONE);
            CompletableFuture<StreamReport> running = World.start(ingest);
            topics.produce("payments", 0, values("a", 500));
            world.awaitValues(0, 500);
            Broker leader = cluster.broker(
                    topics.describe("payments").partitions().get(0).leader().id());
            leader.kill();
            topics.produce("payments", 0, values("b", 500));
            world.awaitValues(0, 1000);
            leader.restart();
            topics.produce("payments", 0, values("c", 500));
            world.awaitValues(0, 1500);
            ingest.stop();
            assertThat(running.join().incidents()).isEmpty();
            assertThat(world.values(0)).endsWith("c-499");
        }
    }

    @Test
    void aHugeRecordGoesToRawWhole() throws Exception {
        String topic = SharedBroker.topicName("huge");
        SharedBroker.topics().create(topic, 1, Map.of("max.message.bytes", Integer.toString(60 << 20)));
        World world = World.of(folder, topic);
        byte[] huge = new byte[50 << 20];
        Arrays.fill(huge, (byte) 'x');
        try (KafkaProducer<byte[], byte[]> producer =
                SharedBroker.topics().producer(Map.of(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L << 20))) {
            for (byte[] value : List.of("small".getBytes(UTF_8), huge, "last".getBytes(UTF_8))) {
                producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
            }
        }
        StreamReport report = world.catchUp();
        assertThat(report.datasets().get(World.EVENTS).records()).isEqualTo(3);
    }
}
