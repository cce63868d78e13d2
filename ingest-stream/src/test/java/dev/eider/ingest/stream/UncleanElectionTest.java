package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.contract.DatasetName;
import dev.eider.sandbox.kafka.Broker;
import dev.eider.sandbox.kafka.BrokerCluster;
import dev.eider.sandbox.kafka.BrokerConfig;
import dev.eider.sandbox.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker without the last records that becomes leader, which a topic may allow. */
@Tag("slow")
final class UncleanElectionTest {
    private static final String TOPIC = "payments";
    private static final DatasetName LATE = new DatasetName("late");
    private static final int LEADER = 1;
    private static final int FOLLOWER = 2;

    private static final StreamSettings OPENING = World.opening(TOPIC + ":0");

    @TempDir
    private Path folder;

    /** One broker, and offsets that are in raw as if another had had them, of an earlier leader than those in the log. */
    @Test
    void whatALaterLeaderPutInItsPlaceIsNotMixedWithWhatWasRead() throws Exception {
        try (Broker broker = Broker.start(folder.resolve("broker"));
                Topics topics = new Topics(broker.bootstrap())) {
            topics.create(TOPIC, 1);
            World both = both(broker.bootstrap());
            topics.produce(TOPIC, 0, values("both", 150));
            assertThat(both.catchUp().incidents()).isEmpty();
            both.pretend(0, 200);
            broker.kill();
            broker.restart();
            topics.produce(TOPIC, 0, values("new", 100));
            requireLost(both.catchUp());
            assertThat(both.values(0)).isEqualTo(texts("both", 150));
            assertThat(both.values(LATE, 0)).isEqualTo(texts("both", 150, "new", 100));
            assertThat(both.run(OPENING).incidents()).isEmpty();
            assertThat(both.values(0)).isEqualTo(texts("both", 150, "new", 100));
        }
    }

    @Test
    @Tag("soak")
    void whatWasReadAndLostIsNoticedByEachDatasetThatReadIt() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.start(
                        folder.resolve("brokers"), BrokerConfig.defaults().with("broker.session.timeout.ms", "2000"));
                Topics before = new Topics(cluster.bootstrap())) {
            before.admin()
                    .createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(LEADER, FOLLOWER)))
                            .configs(Map.of(
                                    "unclean.leader.election.enable", "true",
                                    "min.insync.replicas", "1"))))
                    .all()
                    .get();
            await().until(() -> leader(before) == LEADER);
            World both = both(cluster.bootstrap());
            World eventAlone =
                    World.of(folder.resolve("one"), cluster.bootstrap(), TOPIC).in(both.bucket);
            before.produce(TOPIC, 0, values("both", 100));
            assertThat(both.catchUp().incidents()).isEmpty();
            CompletableFuture<StreamReport> running = eventAlone.start(
                    World.committingOften().ending(StreamSettings.Until.STOPPED, Optional.of(Duration.ofSeconds(90))));
            before.produce(TOPIC, 0, values("kept", 50));
            eventAlone.awaitValues(0, 150);

            cluster.broker(FOLLOWER).kill();
            before.produce(TOPIC, 0, values("lost", 50));
            eventAlone.awaitValues(0, 200);
            cluster.broker(LEADER).kill();
            cluster.broker(FOLLOWER).restart();
            try (Topics after = new Topics(cluster.bootstrap())) {
                await().atMost(Duration.ofSeconds(60)).until(() -> leader(after) == FOLLOWER);
                after.produce(TOPIC, 0, values("new", 100));
            }

            requireLost(running.join());
            requireLost(eventAlone.catchUp());
            requireLost(both.catchUp());
            assertThat(both.values(0)).isEqualTo(texts("both", 100, "kept", 50, "lost", 50));
            assertThat(both.values(LATE, 0))
                    .as("of one who was not as far nothing is lost")
                    .isEqualTo(texts("both", 100, "kept", 50, "new", 100));

            assertThat(both.run(OPENING).incidents()).isEmpty();
            assertThat(both.values(0)).isEqualTo(texts("both", 100, "kept", 50, "lost", 50, "new", 100));
            assertThat(both.lastRange(0).chain().number()).isEqualTo(2);
            assertThat(both.lastRange(0).from()).isEqualTo(150);
            assertThat(both.catchUp().incidents()).isEmpty();
        }
    }

    private World both(String bootstrap) throws Exception {
        return World.of(
                folder.resolve("both"),
                bootstrap,
                Map.of("event", "topic: " + TOPIC, "late", "topic: " + TOPIC),
                Map.of());
    }

    private static void requireLost(StreamReport report) {
        assertThat(report.incidents()).hasSize(1);
        Incident incident = report.incidents().get(0);
        assertThat(incident.kind()).isEqualTo(Incident.Kind.TRUNCATED);
        assertThat(incident.dataset()).isEqualTo(World.EVENTS);
        assertThat(incident.message()).contains("the log lost offsets 150 to 199");
        assertThat(incident.nextStep()).contains("eider stream --open-chain " + TOPIC + ":0");
        assertThat(incident.failure().code().owner().exitStatus()).isEqualTo(3);
    }

    private static int leader(Topics topics) {
        return Optional.ofNullable(topics.describe(TOPIC).partitions().get(0).leader())
                .map(Node::id)
                .orElse(-1);
    }

    private static List<String> texts(Object... prefixesAndCounts) {
        return IntStream.range(0, prefixesAndCounts.length / 2)
                .boxed()
                .flatMap(i ->
                        World.texts((String) prefixesAndCounts[2 * i], (Integer) prefixesAndCounts[2 * i + 1]).stream())
                .toList();
    }
}
