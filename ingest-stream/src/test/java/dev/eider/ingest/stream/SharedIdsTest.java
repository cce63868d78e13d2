package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Checked;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.DerivedId;
import dev.eider.contract.Project;
import dev.eider.contract.read.Contracts;
import dev.eider.zones.Chain;
import dev.eider.zones.ChainId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two partitions whose derived ids would be equal are told before a record is read. */
final class SharedIdsTest {
    private static final String FIRST = "1".repeat(32);
    private static final String OTHER = "2".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void topicsThatWouldShareIdsAreTold() throws Exception {
        List<String> alike = topicsOfOnePrefix();
        Contract derived = contract("[$meta.topic, $meta.partition, $meta.offset]");

        assertThat(shared(derived, alike.get(0), alike.get(1), OTHER)).contains(new TopicPartition(alike.get(0), 0));
        assertThat(shared(derived, alike.get(0), "quite-another", OTHER)).isEmpty();
        assertThat(shared(derived, alike.get(0), alike.get(0), FIRST))
                .as("the topic itself")
                .isEmpty();
    }

    @Test
    void aTopicMadeAnewWouldGiveTheIdsOfTheOldOne() throws Exception {
        assertThat(shared(contract("[$meta.topic, $meta.partition, $meta.offset]"), "cards", "cards", OTHER))
                .contains(new TopicPartition("cards", 0));
        assertThat(shared(
                        contract("[$meta.topic, $meta.partition, $meta.offset, $meta.timestamp]"),
                        "cards",
                        "cards",
                        OTHER))
                .as("with the timestamp they differ")
                .isEmpty();
    }

    private static Optional<TopicPartition> shared(Contract contract, String known, String topic, String topicId) {
        Chain chain = new Chain(new ChainId(FIRST, 0, 1), known, 0, Chain.Engine.STREAM, Instant.EPOCH);
        return SharedIds.of(contract, List.of(chain), topic, topicId, 1);
    }

    /** Some few thousand names are enough for two of them to share 23 bits. */
    private static List<String> topicsOfOnePrefix() {
        Map<Long, String> seen = new HashMap<>();
        for (int i = 0; ; i++) {
            String topic = "topic-" + i;
            String other = seen.put(DerivedId.prefix(topic, 0), topic);
            if (other != null) {
                return List.of(other, topic);
            }
        }
    }

    private Contract contract(String derive) throws Exception {
        Files.createDirectories(folder.resolve("datasets"));
        Files.writeString(
                folder.resolve("eider.yaml"),
                "connections:\n  events: {type: kafka, bootstrap_servers: \"127.0.0.1:9092\"}\n");
        Files.writeString(folder.resolve("datasets/card.yaml"), """
                dataset: card
                source: {connection: events, topic: cards}
                primary_key: card_id
                updated_at: at
                fields:
                  card_id: {type: bigint, derive: %s}
                  at: {type: timestamp, from: $meta.timestamp}
                """.formatted(derive));
        Checked<Project> checked = Contracts.read(folder, Optional.empty(), Map.of());
        assertThat(checked).as(checked.toString()).isInstanceOf(Checked.Good.class);
        return ((Checked.Good<Project>) checked)
                .value()
                .dataset(new DatasetName("card"))
                .orElseThrow();
    }
}
