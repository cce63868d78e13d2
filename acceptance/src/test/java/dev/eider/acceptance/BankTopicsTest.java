package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.BankTransactions;
import dev.eider.sandbox.Dirty;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.sandbox.kafka.TransactionFormat;
import dev.eider.sandbox.kafka.TransactionProducer;
import dev.eider.sandbox.kafka.TransactionProducer.Sent;
import dev.eider.sandbox.kafka.TransactionProducer.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example's bank over its API and over topics, transactions aborted among them: one star. */
@Tag("slow")
final class BankTopicsTest {
    private static final SandboxConfig BANK = SandboxConfig.builder()
            .accounts(20)
            .days(4)
            .transactionsPerDay(80)
            .dirty(Dirty.MISSING_REQUIRED, 0.01)
            .dirty(Dirty.NULL_KEY, 0.01)
            .dirty(Dirty.NEGATIVE_AMOUNT, 0.01)
            .dirty(Dirty.AMOUNT_ABOVE_RANGE, 0.01)
            .dirty(Dirty.UNKNOWN_STATUS, 0.01)
            .dirty(Dirty.INVALID_TIMESTAMP, 0.01)
            .repeats(0.02)
            .token(Trial.TOKEN)
            .build();

    private static final String STAR = "SELECT tf.* EXCLUDE (load_timestamp, time_id, account_id%s),"
            + " td.* EXCLUDE (time_id), ad.* EXCLUDE (account_id) FROM transaction_fact tf"
            + " JOIN time_dimension td USING (time_id) JOIN account_dimension ad USING (account_id)"
            + " ORDER BY transaction_id";

    @TempDir
    private static Path folder;

    private static List<String> expected;
    private static long rejected;

    @BeforeAll
    static void runByTheApi() throws Exception {
        try (SandboxServer server = SandboxServer.start(BANK)) {
            Trial bank = SmallBank.project(folder.resolve("api"), server)
                    .replace("datasets/transaction.yaml", "max_rejected: 5%", "max_rejected: 50%");
            Trial.Answer answer = bank.run(SmallBank.days("run", 9));
            assertThat(answer.status()).as(answer.all()).isZero();
            expected = bank.published(STAR.formatted(""));
            rejected = server.expected("transactions").rejected();
            assertThat(expected).hasSizeGreaterThan(250);
            assertThat(rejected).isPositive();
        }
    }

    @AfterAll
    static void forget() {
        expected = null;
    }

    @ParameterizedTest
    @EnumSource(TransactionFormat.class)
    void theStarOfATopicIsTheStarOfTheApi(TransactionFormat format) throws Exception {
        String topic = SharedBroker.newTopic("bank." + format.name().toLowerCase(Locale.ROOT), 2);
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Sent sent = TransactionProducer.run(
                    Settings.of(SharedBroker.bootstrap(), topic)
                            .as(format, Optional.of(registry.url()))
                            .inTransactions(40, 0.3),
                    BankTransactions.of(BANK));
            assertThat(sent.aborted()).isPositive();
            Trial bank = project(topic, format, registry);
            Trial.Answer read = bank.run("stream", "--until-caught-up");
            assertThat(read.status()).as(read.all()).isZero();
            Trial.Answer run = bank.run("run");
            assertThat(run.status()).as(run.all()).isZero();
            assertThat(bank.published(STAR.formatted(", received_at"))).isEqualTo(expected);
            assertThat(bank.errors("transaction")).hasSizeGreaterThanOrEqualTo((int) rejected);
        }
    }

    private static Trial project(String topic, TransactionFormat format, SchemaRegistry registry) throws Exception {
        Trial bank = Trial.ofExample("bank", folder.resolve(topic));
        String settings = Files.readString(bank.root().resolve("eider.yaml"));
        bank.write("eider.yaml", settings.replaceFirst("(?s)connections:\n.*?\n\n", """
                connections:
                  events: {type: kafka, bootstrap_servers: "%s", group_id: %s, schema_registry: "%s"}

                """.formatted(
                        SharedBroker.bootstrap(), topic, registry.url())));
        String contract = Files.readString(bank.root().resolve("datasets/transaction.yaml"));
        return bank.write(
                "datasets/transaction.yaml",
                contract.replaceFirst("(?s)source:\n.*?\n\n", """
                        source: {connection: events, topic: %s, format: %s}
                        updated_at: received_at

                        """.formatted(
                                        topic, format.name().toLowerCase(Locale.ROOT)))
                        .replace("max_rejected: 5%", "max_rejected: 50%")
                        .replace("  timestamp: timestamp\n", """
                                  timestamp: timestamp
                                  received_at: {type: timestamp, from: $meta.timestamp}
                                """));
    }
}
