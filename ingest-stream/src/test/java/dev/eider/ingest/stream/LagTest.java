package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eider.metrics.PrometheusRecorder;
import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What metrics tell of partitions that are behind. */
final class LagTest {
    private final PrometheusRecorder recorder = new PrometheusRecorder(Clock.systemUTC());

    @TempDir
    private Path folder;

    @Test
    void aPartitionThatWaitsForAPersonIsBehindByAllThatItHolds() throws Exception {
        World world = World.ofNewTopic(folder, "behind", 2);
        world.produce(0, "a", 50);
        world.produce(1, "b", 50);
        StreamIngest first = ingest(world, World.untilCaughtUp());
        assertThat(first.run().incidents()).isEmpty();
        assertThat(metric("lag_records")).hasValue(0.0);
        assertThat(metric("broken_partitions")).hasValue(0.0);

        world.produce(1, "c", 500);
        SharedBroker.topics().deleteBefore(world.topic(), 1, 90);
        assertThat(ingest(world, World.untilCaughtUp()).run().incidents()).hasSize(1);
        assertThat(metric("lag_records")).as("told when the run ends").hasValue(460.0);
        assertThat(metric("broken_partitions")).hasValue(1.0);

        StreamIngest service = ingest(world, World.committingOften());
        CompletableFuture<StreamReport> running = World.start(service);
        world.produce(0, "d", 10);
        world.produce(1, "e", 100);
        world.awaitValues(0, 60);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(metric("lag_records"))
                        .as("grows with the log")
                        .hasValue(560.0));
        service.stop();
        running.join();
    }

    @Test
    void ofTwoDatasetsOfOnePartitionTheOneThatWaitsIsBehind() throws Exception {
        World one = World.ofNewTopic(folder.resolve("one"), "apart", 1);
        World both = World.of(
                        folder.resolve("both"),
                        SharedBroker.bootstrap(),
                        Map.of("event", "topic: " + one.topic(), "other", "topic: " + one.topic()),
                        Map.of())
                .in(one.bucket);
        one.produce(0, "a", 50);
        both.catchUp();
        one.produce(0, "b", 50);
        one.catchUp();
        SharedBroker.topics().deleteBefore(one.topic(), 0, 70);
        assertThat(ingest(both, World.untilCaughtUp()).run().incidents()).hasSize(1);
        assertThat(metric("lag_records", "event")).hasValue(0.0);
        assertThat(metric("broken_partitions", "event")).hasValue(0.0);
        assertThat(metric("lag_records", "other")).hasValue(30.0);
        assertThat(metric("broken_partitions", "other")).hasValue(1.0);
    }

    private StreamIngest ingest(World world, StreamSettings settings) {
        return new StreamIngest(
                Map.of("events", world.connection()),
                world.contracts(),
                world.context(),
                recorder,
                settings,
                StreamListener.NONE);
    }

    private Optional<Double> metric(String name) {
        return metric(name, "event");
    }

    private Optional<Double> metric(String name, String dataset) {
        String line = "eider_stream_" + name + "{stage=\"stream\",dataset=\"" + dataset + "\",} ";
        return recorder.exposition()
                .lines()
                .filter(sample -> sample.startsWith(line))
                .map(sample -> Double.valueOf(sample.substring(line.length())))
                .findFirst();
    }
}
