package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a person got wrong. */
class ConfigurationTroubleTest {
    @TempDir
    Path folder;

    @Test
    void tenMistakesAreToldAtOnce() throws Exception {
        Trial bank = Trial.ofExample("bank", folder);
        bank.replace("eider.yaml", "timezone: UTC", "timezone: UTC+25").replace("eider.yaml", "keep: 10", "keep: none");
        bank.replace("datasets/transaction.yaml", "owner:", "ownr:")
                .replace("datasets/transaction.yaml", "connection: bank", "connection: banc")
                .replace("datasets/transaction.yaml", "type: header_link", "type: header_links")
                .replace("datasets/transaction.yaml", "primary_key: transaction_id", "primary_key: transaction_idd")
                .replace("datasets/transaction.yaml", "{type: bigint, minimum: 1}", "{type: bigin, minimum: 1}")
                .replace("datasets/transaction.yaml", "mask: last4", "mask: last5")
                .replace("datasets/transaction.yaml", "max_rejected: 5%", "max_rejected: lots");
        bank.replace("marts/transaction_view.sql", "materialized: view", "materialized: vue");

        Trial.Answer answer = bank.run("validate");

        assertThat(answer.status()).as(answer.all()).isEqualTo(2);
        assertThat(answer.all().lines().filter(line -> line.matches("\\s*\\S+\\.(yaml|sql):\\d+:\\d+: .*")))
                .as(answer.all())
                .hasSize(10);
        assertThat(answer.all())
                .contains("UTC+25", "keep", "ownr", "banc", "header_links", "transaction_idd", "bigin", "last5")
                .contains("max_rejected", "vue")
                .contains("Did you mean 'owner'?")
                .contains("10 problems");
        assertThat(bank.run("run").status()).isEqualTo(2);
        assertThat(bank.files("data")).isEmpty();
        assertThat(Files.exists(folder.resolve(".eider"))).isFalse();
    }

    @Test
    void aMissingVariableIsNamedAndNoOther() throws Exception {
        Trial bank = Trial.ofExample("bank", folder).replace("eider.yaml", "${BANK_TOKEN}", "${BANK_TOKENN}");

        Trial.Answer answer = bank.run("plan");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("BANK_TOKENN").doesNotContain(Trial.TOKEN);
    }

    @Test
    void aFolderWithoutAProjectIsToldHowToMakeOne() {
        Trial.Answer answer = Trial.empty(folder).run("run");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("Project not found").contains("eider init");
    }

    @Test
    void anUnknownDatasetIsToldTheOnesThereAre() throws Exception {
        Trial.Answer answer = Trial.ofExample("bank", folder).run("plan", "--dataset", "transactions");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("Dataset not found: transactions").contains("transaction");
    }

    @Test
    void aSchemaFileThatIsNoSchemaIsToldBeforeAnyRecordIsRead() throws Exception {
        Trial trial = Trial.empty(folder)
                .write(
                        "eider.yaml",
                        "project: p\nbucket: ./data\nconnections:\n"
                                + "  events: {type: kafka, bootstrap_servers: \"localhost:9092\", group_id: g}\n")
                .write(
                        "datasets/card.yaml",
                        "dataset: card\nsource: {connection: events, topic: cards, format: protobuf,"
                                + " schema_file: card.proto}\nfields: {id: bigint}\n")
                .write("datasets/card.proto", "syntax = \"proto3\"; message Card { Missing id = 1; }");
        Trial.Answer answer = trial.run("validate");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.all()).contains("datasets/card.yaml: Invalid schema_file: card.proto");
        trial.write("datasets/card.proto", "syntax = \"proto3\"; message Card { int64 id = 1; }");
        assertThat(trial.run("validate").status()).isZero();
    }
}
