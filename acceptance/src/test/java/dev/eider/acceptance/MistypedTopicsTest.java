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
}
