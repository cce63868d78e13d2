package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code eider stream --status} tells of partitions, read or not. */
final class StreamStatusTest {
    private static final long NOON = 1_736_164_800_000L;

    @TempDir
    private Path folder;

    @Test
    void whatWasNeverReadIsToldWithAllThatWaits() throws Exception {
        String topic = SharedBroker.newTopic("waiting", 2);
        TopicProject project = TopicProject.of(folder, topic, 1);
        produce(topic, 0, 30);
        assertThat(status(project))
                .containsSubsequence(
                        topic + " 0 - - 0 to 30 - 30 not begun",
                        topic + " 1 - - 0 to 0 - 0 not begun",
                        "next: eider stream --until-caught-up");
        read(project);
        assertThat(status(project)).contains("to 30 0 read").doesNotContain("not begun", "next:");
    }

    @Test
    void aPartitionThatWasAddedIsToldWithTheStepToTake() throws Exception {
        String topic = SharedBroker.newTopic("grown", 1);
        TopicProject project = TopicProject.of(folder, topic, 1);
        produce(topic, 0, 3);
        read(project);
        SharedBroker.topics().grow(topic, 2);
        produce(topic, 1, 7);
        assertThat(status(project))
                .containsSubsequence("0 to 7 - 7 added", "next: eider stream --open-chain " + topic + ":1");
    }

    @Test
    void aTopicThatWasMadeAnewIsToldBesideTheOldOne() throws Exception {
        String topic = SharedBroker.newTopic("anew", 1);
        TopicProject project = TopicProject.of(folder, topic, 1);
        produce(topic, 0, 3);
        read(project);
        SharedBroker.topics().delete(topic);
        await().until(() -> isMade(topic));
        produce(topic, 0, 5);
        assertThat(status(project))
                .containsSubsequence("gone to 3 - gone", "0 to 5 - 5 made anew")
                .contains("next: eider stream --open-chain " + topic);
    }

    @Test
    void aTopicThatTheContractLeftOutIsToldAsNotReadAnyMore() throws Exception {
        String old = SharedBroker.newTopic("old", 1);
        TopicProject project = TopicProject.of(folder, old, 1);
        produce(old, 0, 3);
        read(project);
        String next = SharedBroker.newTopic("next", 1);
        TopicProject.of(folder, next, 1);
        assertThat(status(project)).contains("not read any more", "not begun");
    }

    @Test
    void programsReadTheLagOfEachPartition() throws Exception {
        String topic = SharedBroker.newTopic("watched", 2);
        TopicProject project = TopicProject.of(folder, topic, 1);
        produce(topic, 0, 3);
        List<JsonNode> before = json(project);
        assertThat(before).hasSize(2);
        assertThat(before.get(0).path("state").asText()).isEqualTo("not_begun");
        assertThat(before.get(0).path("lag").asLong()).isEqualTo(3);
        assertThat(before.get(0).get("reader").isNull()).isTrue();
        read(project);
        produce(topic, 0, 4);
        assertThat(json(project).get(0).toString())
                .isEqualTo("{\"event\":\"partition\",\"dataset\":\"event\",\"topic\":\"" + topic
                        + "\",\"partition\":0,\"state\":\"read\",\"reader\":\"stream\",\"chain\":1,\"end\":3,"
                        + "\"log_begin\":0,\"log_end\":7,\"lag\":4}");
    }

    private static void produce(String topic, int partition, int count) {
        SharedBroker.topics()
                .produce(
                        topic,
                        partition,
                        LongStream.range(0, count)
                                .mapToObj(id -> TopicProject.event(id, NOON, "1.00"))
                                .toList());
    }

    private static boolean isMade(String topic) {
        try {
            SharedBroker.topics().create(topic, 1);
            return true;
        } catch (TopicExistsException e) {
            return false;
        }
    }

    private static void read(TopicProject project) {
        TopicProject.Ended ended = project.run("stream --until-caught-up --raw-only");
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    /** What is told, with its columns apart by one space. */
    private static String status(TopicProject project) {
        TopicProject.Ended ended = project.run("stream --status");
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output().replaceAll(" +", " ");
    }

    private static List<JsonNode> json(TopicProject project) throws Exception {
        TopicProject.Ended ended = project.run("stream --status --log json");
        assertThat(ended.status()).as(ended.output()).isZero();
        ObjectMapper mapper = new ObjectMapper();
        return mapper.readerFor(JsonNode.class)
                .<JsonNode>readValues(ended.output())
                .readAll();
    }
}
