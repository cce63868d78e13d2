package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.TopicSettings;
import dev.eider.sandbox.kafka.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Topics of a real broker, kept as they are asked for. */
final class TopicKeeperTest {
    private final String topic = SharedBroker.topicName("kept");

    @Test
    void makesTopicsThatContractsReadByTheRule() throws Exception {
        try (TopicKeeper keeper = keeper(Map.of())) {
            TopicPlan plan = keeper.plan(List.of(topic));
            assertThat(plan.changes()).containsExactly(new TopicChange.Create(topic, 6, 1, Map.of()));
            assertThat(keeper.plan(List.of(topic))).as("a plan changes nothing").isEqualTo(plan);
            keeper.apply(plan);
            assertThat(SharedBroker.topics().describe(topic).partitions()).hasSize(6);
            assertThat(keeper.plan(List.of(topic)).changes()).isEmpty();
            assertThatThrownBy(() -> keeper.apply(plan))
                    .isInstanceOf(EiderException.class)
                    .hasMessageContaining("somebody made a topic meanwhile");
        }
    }

    @Test
    void growsPartitionsAndRetention() throws Exception {
        make(settings(2, Duration.ofDays(7), "delete", "lz4"));
        assertThat(config("retention.ms")).isEqualTo("604800000");
        TopicPlan plan = make(settings(3, Duration.ofDays(30), "delete", "zstd"));
        assertThat(plan.changes())
                .containsExactly(
                        new TopicChange.AddPartitions(topic, 2, 3),
                        new TopicChange.Set(topic, "compression.type", "lz4", "zstd"),
                        new TopicChange.Set(topic, "retention.ms", "604800000", "2592000000"));
        assertThat(SharedBroker.topics().describe(topic).partitions()).hasSize(3);
        assertThat(config("retention.ms")).isEqualTo("2592000000");
        assertThat(config("compression.type")).isEqualTo("zstd");
        assertThat(make(settings(3, TopicSettings.FOREVER, "delete", "none")).changes())
                .hasSize(2);
        assertThat(config("retention.ms")).isEqualTo("-1");
        assertThat(config("compression.type")).isEqualTo("uncompressed");
    }

    @Test
    void takesNothingAway() throws Exception {
        make(settings(3, TopicSettings.FOREVER, "delete", "lz4"));
        TopicPlan plan = make(settings(1, Duration.ofDays(1), "compact", "lz4"));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.kept().stream().map(TopicPlan.Kept::what))
                .satisfiesExactly(
                        partitions -> assertThat(partitions).startsWith("partitions 3, not 1"),
                        policy -> assertThat(policy).startsWith("cleanup.policy delete, not compact"),
                        retention -> assertThat(retention).startsWith("retention.ms -1, not 86400000"));
        assertThat(SharedBroker.topics().describe(topic).partitions()).hasSize(3);
        assertThat(config("cleanup.policy")).isEqualTo("delete");
        assertThat(config("retention.ms")).isEqualTo("-1");
    }

    @Test
    void refusesMoreCopiesThanBrokers() throws Exception {
        TopicSettings three = new TopicSettings(
                Optional.empty(),
                Optional.of(3),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> make(three))
                .isInstanceOf(EiderException.class)
                .hasMessageContaining("3 copies, of which 1 in sync, on 1 brokers");
    }

    private TopicPlan make(TopicSettings settings) throws EiderException {
        try (TopicKeeper keeper = keeper(Map.of(topic, settings))) {
            TopicPlan plan = keeper.plan(List.of(topic));
            keeper.apply(plan);
            // Brokers tell what was set a moment later.
            await().until(() -> keeper.plan(List.of(topic)).changes().isEmpty());
            return plan;
        }
    }

    private static TopicKeeper keeper(Map<String, TopicSettings> topics) throws EiderException {
        return new TopicKeeper(
                new Connection.Kafka("events", SharedBroker.bootstrap(), Optional.empty(), "g", Map.of(), topics), 6);
    }

    private static TopicSettings settings(int partitions, Duration retention, String policy, String compression) {
        return new TopicSettings(
                Optional.of(partitions),
                Optional.of(1),
                Optional.empty(),
                Optional.of(retention),
                Optional.of(policy),
                Optional.of(compression));
    }

    private String config(String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return SharedBroker.topics()
                .admin()
                .describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }
}
