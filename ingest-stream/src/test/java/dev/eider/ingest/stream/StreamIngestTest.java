package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.texts;
import static dev.eider.ingest.stream.World.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.OffsetRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker in raw: every offset once, whatever the topic went through. */
final class StreamIngestTest {
    @TempDir
    private Path folder;

    @Test
    void readsEveryRecordOnceOverSeveralRuns() throws Exception {
        String topic = SharedBroker.newTopic("payments", 3);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        for (int partition = 0; partition < 3; partition++) {
            SharedBroker.topics().produce(topic, partition, values("first", 100 * partition));
        }
        StreamReport first = world.catchUp();
        assertThat(first.incidents()).isEmpty();
        assertThat(first.datasets().get(World.EVENTS).records()).isEqualTo(300);
        SharedBroker.topics().produce(topic, 1, values("second", 50));
        assertThat(world.catchUp().datasets().get(World.EVENTS).records()).isEqualTo(50);
        assertThat(world.catchUp().datasets()).isEmpty();
        assertThat(world.values(World.EVENTS, 0)).isEmpty();
        assertThat(world.values(World.EVENTS, 1))
                .hasSize(150)
                .startsWith("first-0")
                .endsWith("second-49");
        assertThat(world.values(World.EVENTS, 2)).isEqualTo(texts("first", 200));
    }

    @Test
    void rollsRangesByRecords() throws Exception {
        String topic = SharedBroker.newTopic("rolled", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("v", 20_000));
        world.run(World.untilCaughtUp().committingEach(5_000));
        assertThat(world.ranges(World.EVENTS).get(0)).hasSizeBetween(2, 5);
        assertThat(world.values(World.EVENTS, 0)).isEqualTo(texts("v", 20_000));
    }

    @Test
    void twoDatasetsReadOneTopicEachWithChainsOfItsOwn() throws Exception {
        String topic = SharedBroker.newTopic("shared", 2);
        SharedBroker.topics().produce(topic, 0, values("v", 10));
        World one = World.of(folder, SharedBroker.bootstrap(), topic);
        one.catchUp();
        World both = World.of(
                        folder,
                        SharedBroker.bootstrap(),
                        Map.of("event", "topic: " + topic, "other", "topic_pattern: \"" + topic + "\""),
                        Map.of())
                .in(one.bucket);
        SharedBroker.topics().produce(topic, 0, values("w", 5));
        both.catchUp();
        assertThat(both.values(World.EVENTS, 0)).hasSize(15);
        assertThat(both.values(new DatasetName("other"), 0)).isEqualTo(both.values(World.EVENTS, 0));
        assertThat(both.ranges(World.EVENTS).get(0)).hasSize(2);
    }

    @Test
    void sharesPartitionsByTheClassicProtocolToo() throws Exception {
        String topic = SharedBroker.newTopic("classic", 4);
        for (int partition = 0; partition < 4; partition++) {
            SharedBroker.topics().produce(topic, partition, values("v", 5_000));
        }
        World world = World.of(
                folder,
                SharedBroker.bootstrap(),
                Map.of("event", "topic: " + topic),
                Map.of("group.protocol", "classic", "session.timeout.ms", "6000"));
        List<CompletableFuture<StreamReport>> members = new ArrayList<>();
        for (int member = 0; member < 2; member++) {
            members.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return world.run(World.untilCaughtUp().committingEach(1_000));
                } catch (EiderException e) {
                    throw new CompletionException(e);
                }
            }));
        }
        members.forEach(CompletableFuture::join);
        for (int partition = 0; partition < 4; partition++) {
            assertThat(world.values(World.EVENTS, partition)).isEqualTo(texts("v", 5_000));
        }
    }

    @Test
    void saysWhichTopicIsNotThere() throws Exception {
        World world = World.of(folder, SharedBroker.bootstrap(), "nobody-made-it");
        assertThatThrownBy(world::catchUp)
                .isInstanceOf(EiderException.class)
                .hasMessageContaining("Topic not found: nobody-made-it of dataset event");
    }

    @Test
    void deletedOffsetsAreAnIncidentUntilAPersonAcceptsThem() throws Exception {
        String topic = SharedBroker.newTopic("head", 1);
        World world = World.of(folder, SharedBroker.bootstrap(), topic);
        SharedBroker.topics().produce(topic, 0, values("a", 100));
        world.catchUp();
        SharedBroker.topics().produce(topic, 0, values("b", 100));
        SharedBroker.topics().deleteBefore(topic, 0, 150);
        Incident incident = world.catchUp().incidents().get(0);
        assertThat(incident.kind()).isEqualTo(Incident.Kind.MISSING_OFFSETS);
        assertThat(incident.message()).contains("offsets 100 to 149 (50 of them)");
        assertThat(incident.nextStep()).contains("--accept-gap " + topic + ":0");
        assertThat(world.ranges(World.EVENTS).get(0)).hasSize(1);
        StreamReport accepted = world.run(World.untilCaughtUp()
                .deciding(java.util.Set.of(TopicPart.parse(topic + ":0").orElseThrow()), java.util.Set.of()));
        assertThat(accepted.incidents()).isEmpty();
        List<OffsetRange> ranges = world.ranges(World.EVENTS).get(0);
        assertThat(ranges).hasSize(3);
        assertThat(ranges.get(1).missing()).isEqualTo(50);
        assertThat(world.values(World.EVENTS, 0)).hasSize(150).endsWith("b-99");
    }
}
