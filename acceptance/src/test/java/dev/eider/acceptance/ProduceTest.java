package dev.eider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics are made as the project asks, filled from a file, read, and filled again from the zones. */
@Tag("slow")
final class ProduceTest {
    private static final String GOOD =
            "{\"event_id\":1,\"made_at\":\"2025-04-06T01:02:03.045Z\",\"amount\":9007199254740993.50}";
    private static final String BAD = "{\"event_id\":2,\"made_at\":\"2025-04-06T01:02:03Z\",\"amount\":\"much\"}";

    @TempDir
    Path folder;

    @Test
    void zonesGoBackIntoTopics() throws Exception {
        String topic = SharedBroker.topicName("produced");
        String target = SharedBroker.topicName("target");
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        Path contract = project.root().resolve("datasets/event.yaml");
        Files.writeString(contract, Files.readString(contract).replace("50%", "100%"));
        Path settings = project.root().resolve("eider.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .stripTrailing()
                        .replaceFirst("}$", ", topics: {" + target + ": {partitions: 1}}}\n"));

        assertThat(succeed(project, "topics plan"))
                .contains("+ events/" + target + "  create, 1 partition, 1 copy")
                .contains("+ events/" + topic + "  create, ")
                .contains("next: eider topics apply");
        assertThat(succeed(project, "topics plan --log json").lines().toList())
                .contains("{\"event\":\"topic\",\"connection\":\"events\",\"topic\":\"" + target
                        + "\",\"change\":\"create\",\"partitions\":1,\"replication_factor\":1,\"settings\":{}}")
                .hasSize(2);
        assertThat(succeed(project, "topics apply")).contains("applied");
        assertThat(succeed(project, "topics plan --log json")).isEmpty();
        assertThat(succeed(project, "topics plan")).contains("up to date");

        Path file = folder.resolve("events.ndjson");
        Files.writeString(file, GOOD + "\n" + BAD + "\n");
        assertThat(succeed(project, "produce --dataset event --file " + file)).contains("sent  2 records (");
        succeed(project, "stream --until-caught-up");

        String to = "produce --dataset event --topic " + target + " --zone ";
        assertThat(succeed(project, to + "error")).contains("sent  1 record (");
        assertThat(succeed(project, to + "raw")).contains("sent  2 records (");
        assertThat(succeed(project, to + "clean")).contains("sent  1 record (");
        List<String> received = read(target, 4);
        assertThat(received.get(0)).isEqualTo("2 " + BAD);
        assertThat(received.subList(1, 3)).containsExactlyInAnyOrder("1 " + GOOD, "2 " + BAD);
        assertThat(received.get(3))
                .isEqualTo("1 {\"event_id\":1,\"made_at\":\"2025-04-06T01:02:03.045000Z\",\"sent\":null,\"kind\":null,"
                        + "\"amount\":9007199254740993.50}");
    }

    @Test
    void saysWhatIsWrongWithWhatIsAskedFor() throws Exception {
        TopicProject project = TopicProject.of(folder.resolve("project"), SharedBroker.newTopic("asked", 1), 3);
        Path file = Files.writeString(folder.resolve("events.ndjson"), GOOD + "\n" + GOOD.substring(0, 30) + "\n");
        String produce = "produce --dataset event";
        assertThat(refused(project, produce)).contains("Invalid --topic: none (a zone is sent to a topic");
        assertThat(refused(project, "produce")).contains("Missing required option: '--dataset=NAME'");
        assertThat(refused(project, produce + " --file nofile")).contains("File not found: nofile");
        assertThat(refused(project, produce + " --zone error --file " + file))
                .contains("Invalid options: --file excludes --zone, --interval, --from and --to")
                .contains("next: eider produce --help");
        assertThat(refused(project, produce + " --file " + file))
                .contains("Cannot send line 2 of " + file + ": not JSON")
                .contains("The lines before it are sent");
        assertThat(refused(project, produce + " --topic t --again")).contains("Unknown option: '--again'");
        assertThat(refused(project, "errors list --again")).contains("Unknown option: '--again'");
        assertThat(refused(project, "errors list --code nope"))
                .contains("Invalid --code: nope")
                .contains("not_in_enum, pattern_mismatch");
        assertThat(refused(project, "errors list --limit -3")).contains("Invalid --limit: -3 (0 or more)");

        Path dataset = project.root().resolve("datasets/event.yaml");
        Files.writeString(
                dataset, Files.readString(dataset).replaceFirst("topic: [^,]*,", "topic_pattern: \"asked.*\","));
        assertThat(refused(project, produce + " --file " + file))
                .contains("Invalid --topic: none (event reads the topics of a pattern: name the one")
                .contains("next: eider produce --help");
    }

    private static String refused(TopicProject project, String command) {
        TopicProject.Ended ended = project.run(command);
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        return ended.output();
    }

    private static String succeed(TopicProject project, String command) {
        TopicProject.Ended ended = project.run(command);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private static List<String> read(String topic, int count) {
        List<String> all = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", SharedBroker.bootstrap());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition place = new TopicPartition(topic, 0);
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            for (int polls = 0; polls < 50 && all.size() < count; polls++) {
                consumer.poll(Duration.ofMillis(300))
                        .forEach(
                                each -> all.add(new String(each.key(), UTF_8) + " " + new String(each.value(), UTF_8)));
            }
        }
        return all;
    }
}
