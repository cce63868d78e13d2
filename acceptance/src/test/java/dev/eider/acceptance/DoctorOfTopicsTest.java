package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of brokers, topics and registries. */
class DoctorOfTopicsTest {
    private static final String GROUP = "doctor";

    @TempDir
    Path folder;

    private StreamProject project(String topic) throws Exception {
        return StreamProject.make(folder, SharedBroker.bootstrap(), topic);
    }

    private void change(String file, String from, String to) throws Exception {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private static String redOutput(StreamProject project, String... words) {
        StreamProject.Ended ended = project.run(GROUP, "doctor");
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output().lines().filter(line -> line.startsWith("red")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(ended.output()).contains("next: ");
        return ended.output();
    }

    @Test
    void brokersATopicAndTheRegistryThatAreThereAreGreen() throws Exception {
        StreamProject project = project(SharedBroker.newTopic("healthy", 3));
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            change("eider.yaml", "type: kafka", "type: kafka\n    schema_registry: \"" + registry.url() + "\"");
            StreamProject.Ended ended = project.run(GROUP, "doctor");
            assertThat(ended.status()).as(ended.output()).isZero();
            assertThat(ended.output())
                    .contains("ok   connection events  1 broker at " + SharedBroker.bootstrap())
                    .contains("ok   topics of event  healthy-")
                    .contains(", 3 partitions")
                    .contains("ok   registry of events  " + registry.url().getAuthority() + " answers");
        }
    }

    @Test
    void aTopicThatIsNotThereIsRed() throws Exception {
        redOutput(project("no-such-topic"), "topics of event", "Topic not found: no-such-topic");
    }

    @Test
    void aPatternTellsHowManyTopicsItMatches() throws Exception {
        SharedBroker.newTopic("matched", 2);
        SharedBroker.newTopic("matched", 2);
        StreamProject project = project("x");
        change("datasets/event.yaml", "topic: x", "topic_pattern: \"matched-.*\"");
        assertThat(project.run(GROUP, "doctor").output())
                .contains("ok   topics of event  2 topics of matched-.*, 4 partitions");
        change("datasets/event.yaml", "matched-", "nobodys-");
        StreamProject.Ended ended = project.run(GROUP, "doctor");
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("odd  topics of event  no topic is named like nobodys-.* yet");
    }

    @Test
    void brokersThatDoNotAnswerAreRedAndTheirTopicsLeftOut() throws Exception {
        StreamProject project = StreamProject.make(folder, "127.0.0.1:1", "events");
        assertThat(redOutput(project, "Cannot reach the brokers of connection 'events' (127.0.0.1:1): no answer"))
                .doesNotContain("topics of event");
    }

    @Test
    void aRegistryThatRefusesIsRed() throws Exception {
        StreamProject project = project(SharedBroker.newTopic("refused", 1));
        try (SchemaRegistry registry = SchemaRegistry.start("eider", "s3cr3t")) {
            change("eider.yaml", "type: kafka", "type: kafka\n    schema_registry: \"" + registry.url() + "\"");
            assertThat(redOutput(project, "registry of events", "status 401")).doesNotContain("s3cr3t");
        }
    }
}
