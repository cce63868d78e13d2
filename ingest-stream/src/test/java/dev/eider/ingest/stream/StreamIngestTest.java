package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.OffsetRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker in raw: every offset once, whatever the topic went through. */
final class StreamIngestTest {
    @TempDir
    private Path folder;

    @Test
    void readsEveryRecordOnceOverSeveralRuns() throws Exception {
        World world = World.ofNewTopic(folder, "payments", 3);
        for (int partition = 0; partition < 3; partition++) {
            world.produce(partition, "first", 100 * partition);
        }
        StreamReport first = world.catchUp();
        assertThat(first.incidents()).isEmpty();
        assertThat(first.datasets().get(World.EVENTS).records()).isEqualTo(300);
        world.produce(1, "second", 50);
        assertThat(world.catchUp().datasets().get(World.EVENTS).records()).isEqualTo(50);
        assertThat(world.catchUp().datasets()).isEmpty();
        assertThat(world.values(0)).isEmpty();
        assertThat(world.values(1)).hasSize(150).startsWith("first-0").endsWith("second-49");
        assertThat(world.values(2)).isEqualTo(texts("first", 200));
    }

    @Test
    void rollsRangesByRecords() throws Exception {
        World world = World.ofNewTopic(folder, "rolled", 1);
        world.produce(0, "v", 20_000);
        world.run(World.untilCaughtUp().committingEach(5_000));
        assertThat(world.ranges(0)).hasSizeBetween(2, 5);
        assertThat(world.values(0)).isEqualTo(texts("v", 20_000));
    }

    @Test
    void twoDatasetsReadOneTopicEachWithChainsOfItsOwn() throws Exception {
        World one = World.ofNewTopic(folder, "shared", 2);
        one.produce(0, "v", 10);
        one.catchUp();
        World both = World.of(
                        folder,
                        SharedBroker.bootstrap(),
                        Map.of("event", "topic: " + one.topic(), "other", "topic_pattern: \"" + one.topic() + "\""),
                        Map.of())
                .in(one.bucket);
        one.produce(0, "w", 5);
        both.catchUp();
        assertThat(both.values(0)).hasSize(15);
        assertThat(both.values(new DatasetName("other"), 0)).isEqualTo(both.values(0));
        assertThat(both.ranges(0)).hasSize(2);
    }

    @Test
    void sharesPartitionsByTheClassicProtocolToo() throws Exception {
        String topic = SharedBroker.newTopic("classic", 4);
        World world = World.of(
                folder,
                SharedBroker.bootstrap(),
                Map.of("event", "topic: " + topic),
                Map.of("group.protocol", "classic", "session.timeout.ms", "6000"));
        for (int partition = 0; partition < 4; partition++) {
            world.produce(partition, "v", 5_000);
        }
        CompletableFuture<StreamReport> one = world.start(World.untilCaughtUp().committingEach(1_000));
        CompletableFuture<StreamReport> other =
                world.start(World.untilCaughtUp().committingEach(1_000));
        CompletableFuture.allOf(one, other).join();
        for (int partition = 0; partition < 4; partition++) {
            assertThat(world.values(partition)).isEqualTo(texts("v", 5_000));
        }
    }

    @Test
    void saysWhichTopicIsNotThere() throws Exception {
        World world = World.of(folder, "nobody-made-it");
        assertThatThrownBy(world::catchUp)
                .isInstanceOf(EiderException.class)
                .hasMessageContaining("Topic not found: nobody-made-it of dataset event");
    }

    @Test
    void deletedOffsetsAreAnIncidentUntilAPersonAcceptsThem() throws Exception {
        World world = World.ofNewTopic(folder, "head", 1);
        world.produce(0, "a", 100);
        world.catchUp();
        world.produce(0, "b", 100);
        SharedBroker.topics().deleteBefore(world.topic(), 0, 150);
        Incident incident = world.meet(Incident.Kind.MISSING_OFFSETS);
        assertThat(incident.message()).contains("offsets 100 to 149 (50 of them)");
        assertThat(incident.nextStep()).contains("--accept-gap " + world.topic() + ":0");
        assertThat(world.ranges(0)).hasSize(1);
        TopicPart gap = TopicPart.parse(world.topic() + ":0").orElseThrow();
        StreamReport accepted = world.run(World.untilCaughtUp().deciding(Set.of(gap), Set.of()));
        assertThat(accepted.incidents()).isEmpty();
        List<OffsetRange> ranges = world.ranges(0);
        assertThat(ranges).hasSize(3);
        assertThat(ranges.get(1).missing()).isEqualTo(50);
        assertThat(world.values(0)).hasSize(150).endsWith("b-99");
    }
}
