package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of topics that a contract or an option names, and that are not there. */
final class MistypedTopicsTest {
    @TempDir
    private Path folder;

    @Test
    void aTopicThatIsNotThereIsToldTheOneThatWasMeant() throws Exception {
        String topic = SharedBroker.newTopic("bank.core.transactions", 1);
        TopicProject.Ended ended =
                TopicProject.of(folder, topic.replace("core", "cor"), 1).run("stream --until-caught-up");
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("Topic not found: ", "Did you mean '" + topic + "'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream --until-caught-up",
                "stream --for 1s",
                "follow --until-caught-up",
                "stream --status",
                "topics plan"
            })
    void aPatternThatMatchesNothingIsTold(String command) throws Exception {
        SharedBroker.newTopic("bank.core.transactions", 1);
        TopicProject project = TopicProject.of(folder, "bankk", 1);
        Path contract = folder.resolve("datasets/event.yaml");
        Files.writeString(contract, Files.readString(contract).replace("topic: bankk", "topic_pattern: 'bankk\\..*'"));
        TopicProject.Ended ended = project.run(command);
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output())
                .containsOnlyOnce(
                        "warning: no topic of connection events matches bankk\\..* of dataset event (topics seen: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--accept-gap elsewhere:0", "--open-chain elsewhere", "--open-chain elsewhere:1"})
    void aDecisionOnATopicThatNobodyReadsIsRefused(String decision) throws Exception {
        TopicProject project = TopicProject.of(folder, SharedBroker.newTopic("read", 1), 1);
        TopicProject.Ended ended = project.run("stream --until-caught-up " + decision);
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output())
                .contains("Invalid " + decision.replace(" ", ": ") + " (a topic that a dataset of this run reads)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--accept-gap", "--open-chain"})
    void aDecisionOnAPartitionThatIsNotThereIsRefused(String option) throws Exception {
        String topic = SharedBroker.newTopic("short", 2);
        TopicProject.Ended ended =
                TopicProject.of(folder, topic, 1).run("stream --until-caught-up " + option + " " + topic + ":2");
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("Partition not found: " + topic + ":2", "0 to 1");
    }

    @Test
    void aDecisionThatNothingNeedsIsTold() throws Exception {
        String topic = SharedBroker.newTopic("whole", 2);
        TopicProject project = TopicProject.of(folder, topic, 1);
        project.run("stream --until-caught-up");
        String options = "--accept-gap " + topic + ":1 --open-chain " + topic;
        TopicProject.Ended ended = project.run("stream --until-caught-up " + options);
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output())
                .containsOnlyOnce("warning: --accept-gap " + topic + ":1: this run met nothing to accept there")
                .containsOnlyOnce("warning: --open-chain " + topic + ": this run met nothing to open there");
    }

    @Test
    void aDecisionThatWasNeededIsNotToldAsNeedless() throws Exception {
        String topic = SharedBroker.newTopic("grown", 1);
        TopicProject project = TopicProject.of(folder, topic, 1);
        project.run("stream --until-caught-up");
        SharedBroker.topics().grow(topic, 2);
        TopicProject.Ended ended = project.run("stream --until-caught-up --open-chain " + topic + ":1");
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("warning");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--status --until-caught-up",
                "--status --for 1s",
                "--status --accept-gap t:0",
                "--status --open-chain t",
                "--status --raw-only",
                "--status --hand-over-to spark",
                "--hand-over-to spark --until-caught-up",
                "--hand-over-to spark --for 1s"
            })
    void anOptionThatWouldBeIgnoredIsRefused(String options) throws Exception {
        TopicProject.Ended ended = TopicProject.of(folder, "t", 1).run("stream " + options);
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).contains("error: --", " are mutually exclusive", "eider stream --help");
    }
}
