package dev.eider.sandbox.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.BankTransactions;
import dev.eider.sandbox.Dirty;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.kafka.TransactionProducer.Sent;
import dev.eider.sandbox.kafka.TransactionProducer.Settings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bank's transactions in a topic. */
final class TransactionProducerTest {
    private static final SandboxConfig BANK = SandboxConfig.builder()
            .days(2)
            .transactionsPerDay(500)
            .dirty(0.1)
            .repeats(0.05)
            .build();

    private final BankTransactions bank = BankTransactions.of(BANK);

    @Test
    void sendsTheRecordsOfTheApiInTheirOrderWithRepeats() throws Exception {
        String topic = SharedBroker.newTopic("transactions", 1);
        Sent sent = TransactionProducer.run(Settings.of(SharedBroker.bootstrap(), topic), bank);
        List<String> expected = new ArrayList<>();
        for (long rank = 0; rank < bank.size(); rank++) {
            expected.add(new String(bank.json(rank), UTF_8));
            if (bank.isRepeated(rank)) {
                expected.add(new String(bank.json(rank), UTF_8));
            }
        }
        List<ConsumerRecord<byte[], byte[]>> records = read(topic, expected.size());
        assertThat(records.stream().map(each -> new String(each.value(), UTF_8)))
                .isEqualTo(expected);
        assertThat(new String(records.get(0).key(), UTF_8)).isNotEmpty().isSubstringOf(expected.get(0));
        assertThat(sent.records()).isEqualTo(bank.expected().read());
        assertThat(sent.repeats()).isEqualTo(bank.expected().repeats()).isPositive();
        assertThat(sent.dirty()).isNotEmpty();
        sent.dirty()
                .forEach((kind, count) -> assertThat(count)
                        .as(kind.id())
                        .isEqualTo(bank.expected().of(kind)));
    }

    @ParameterizedTest
    @EnumSource(TransactionFormat.class)
    void beginsEachValueWithTheIdOfItsSchema(TransactionFormat format) throws Exception {
        String topic = SharedBroker.newTopic("transactions", 1);
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Sent sent = TransactionProducer.run(
                    Settings.of(SharedBroker.bootstrap(), topic).as(format, Optional.of(registry.url())), bank);
            int id = registry.register(topic + "-value", format.type(), format.schema());
            List<ConsumerRecord<byte[], byte[]>> records = read(topic, (int) sent.records());
            assertThat(records).hasSize((int) sent.records());
            for (ConsumerRecord<byte[], byte[]> each : records) {
                ByteBuffer value = ByteBuffer.wrap(each.value());
                assertThat(value.get()).isZero();
                assertThat(value.getInt()).isEqualTo(id);
            }
            assertThat(sent.dirty().keySet()).allMatch(format::canBe);
            assertThat(format.canBe(Dirty.NULL_KEY)).isTrue();
        }
    }

    @Test
    void sendsAbortedRecordsAgain() throws Exception {
        String topic = SharedBroker.newTopic("transactions", 1);
        Sent sent = TransactionProducer.run(
                Settings.of(SharedBroker.bootstrap(), topic).inTransactions(50, 0.3), bank);
        assertThat(sent.aborted()).isPositive();
        assertThat(sent.records()).isEqualTo(bank.expected().read());
        List<ConsumerRecord<byte[], byte[]>> records = read(topic, (int) sent.records());
        assertThat(records).hasSize((int) sent.records());
        assertThat(records.get(records.size() - 1).offset())
                .as("aborted records and the markers of transactions have offsets too")
                .isGreaterThan(sent.records() + sent.aborted());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", SharedBroker.bootstrap(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition place = new TopicPartition(topic, 0);
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            for (int polls = 0; polls < 50 && all.size() < count; polls++) {
                consumer.poll(Duration.ofMillis(300)).forEach(all::add);
            }
        }
        return all;
    }
}
