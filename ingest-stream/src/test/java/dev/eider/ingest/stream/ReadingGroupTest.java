package dev.eider.ingest.stream;

import static dev.eider.ingest.stream.World.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who shares partitions, and who reads on their own, with one name of groups in the settings of all. */
final class ReadingGroupTest {
    private static final DatasetName OTHER = new DatasetName("other");

    @TempDir
    private Path folder;

    @Test
    void isNamedByTheBucketAndTheDatasets() throws Exception {
        World world = World.of(folder, "localhost:9092", Map.of("event", "topic: t", "other", "topic: t"), Map.of());
        Contract event = world.contract(World.EVENTS);
        Contract other = world.contract(OTHER);
        String both = ReadingGroup.name(world.connection(), world.bucket, List.of(event, other));
        assertThat(both)
                .matches(folder.getFileName() + "-[0-9a-f]{8}")
                .isEqualTo(ReadingGroup.name(world.connection(), world.bucket, List.of(other, event)))
                .isNotEqualTo(ReadingGroup.name(world.connection(), world.bucket, List.of(event)))
                .isNotEqualTo(ReadingGroup.name(world.connection(), folder("elsewhere"), List.of(event, other)));
    }

    @Test
    void twoServicesOfOneTopicReadAllOfItEachForItsDataset() throws Exception {
        World events = World.ofNewTopic(folder.resolve("a/group"), "services", 2);
        World others = World.of(
                        folder.resolve("b/group"),
                        SharedBroker.bootstrap(),
                        Map.of("other", "topic: " + events.topic()),
                        Map.of())
                .in(events.bucket);
        StreamIngest ofEvents = events.ingest(World.committingOften(), StreamListener.NONE);
        StreamIngest ofOthers = others.ingest(World.committingOften(), StreamListener.NONE);
        CompletableFuture<StreamReport> first = World.start(ofEvents);
        CompletableFuture<StreamReport> second = World.start(ofOthers);
        events.produce(0, "a", 50);
        events.produce(1, "b", 50);
        awaitBoth(events, World.EVENTS, 50);
        awaitBoth(events, OTHER, 50);
        ofOthers.stop();
        second.join();
        events.produce(0, "c", 50);
        events.produce(1, "d", 50);
        assertThat(others.catchUp().datasets().get(OTHER).records())
                .as("a catch-up beside the service of the other dataset reads all by itself")
                .isEqualTo(100);
        awaitBoth(events, World.EVENTS, 100);
        ofEvents.stop();
        first.join();
    }

    @Test
    void twoEnvironmentsWithOneClusterReadAllEachIntoItsBucket() throws Exception {
        World one =
                World.ofNewTopic(folder.resolve("project"), "environments", 2).in(folder("one"));
        World two = one.in(folder("two"));
        StreamIngest service = one.ingest(World.committingOften(), StreamListener.NONE);
        CompletableFuture<StreamReport> running = World.start(service);
        one.produce(0, "a", 50);
        one.produce(1, "b", 50);
        awaitBoth(one, World.EVENTS, 50);
        two.catchUp();
        assertThat(two.values(0)).isEqualTo(texts("a", 50));
        assertThat(two.values(1)).isEqualTo(texts("b", 50));
        service.stop();
        running.join();
    }

    private Bucket folder(String name) throws Exception {
        return Buckets.folder(Files.createDirectories(folder.resolve(name)));
    }

    private static void awaitBoth(World world, DatasetName dataset, int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> world.values(dataset, 0).size() == count
                        && world.values(dataset, 1).size() == count);
    }
}
