package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.ErrorRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of JSON, sent in the format that each topic's contract agrees: read back they are the same records. */
@Tag("slow")
final class ProduceFormatsTest {
    private static final int LINES = 2_000;

    private static final String FIELDS = "primary_key: payment_id\nupdated_at: happened_at\n"
            + Payments.FIELDS
            + "  key: {type: %s, from: %s}\nquality: {max_rejected: 20%%}\n";

    /** By the name of the dataset: what its contract says of the topic beside its name. */
    private static final Map<String, String> AGREED = Map.of(
            "payment_json", "",
            "payment_avro", ", format: avro, key_format: avro",
            "payment_proto", ", format: protobuf, key_format: protobuf",
            "payment_avsc", ", format: avro, schema_file: payment.avsc",
            "payment_dotproto", ", format: protobuf, schema_file: payment.proto");

    @TempDir
    Path folder;

    private Encoded schemas;

    @BeforeEach
    void readSchemas() throws Exception {
        schemas = new Encoded(Payments.AVRO);
    }

    @Test
    void mobilePaymentsAreTheSameInEveryFormat() throws Exception {
        Path file = folder.resolve("payments.ndjson");
        Files.write(file, payments());
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Trial trial = project(registry);
            for (String dataset : AGREED.keySet()) {
                assertThat(trial.succeed("produce", "--dataset", dataset, "--file", file.toString())
                                .all())
                        .contains("sent  2,000 records");
            }
            trial.succeed("stream", "--until-caught-up", "--for", "3m");
            List<String> rows = trial.rows("payment_json");
            List<String> rejects = rejects(trial, "payment_json");
            assertThat(rows.size() + rejects.size()).isEqualTo(LINES);
            assertThat(rejects).hasSizeGreaterThan(50);
            for (String dataset : AGREED.keySet()) {
                assertThat(rejects(trial, dataset)).as(dataset).isEqualTo(rejects);
                assertThat(trial.rows(dataset).equals(rows))
                        .as("rows of " + dataset)
                        .isTrue();
            }
        }
    }

    @Test
    void whatAnApiGaveGoesIntoATopicInItsFormatToo() throws Exception {
        List<String> lines = payments().subList(0, 50);
        Path file = folder.resolve("payments.ndjson");
        Files.write(file, lines);
        try (SchemaRegistry registry = SchemaRegistry.start();
                OnePageApi api = new OnePageApi(lines)) {
            Trial trial = project(registry).reading(api.url());
            String topic = SharedBroker.newTopic("payment.both", 1);
            trial.write("datasets/payment_both.yaml", """
                    dataset: payment_both
                    sources:
                      history: {connection: bank, path: /all, data_selector: $.data, paginator: {type: single_page}}
                      live: {connection: events, topic: %s, format: avro, schema_file: payment.avsc}
                    """.formatted(topic) + FIELDS.formatted("string", "$meta.key"));
            trial.succeed("ingest", "--dataset", "payment_both");
            assertThat(trial.succeed("produce", "--dataset", "payment_both", "--topic", topic)
                            .all())
                    .contains("sent  50 records");
            trial.succeed("produce", "--dataset", "payment_json", "--file", file.toString());
            trial.succeed("stream", "--until-caught-up", "--for", "3m");
            assertThat(trial.rows("payment_both")).hasSize(50).isEqualTo(trial.rows("payment_json"));
        }
    }

    @Test
    void aLineThatTheSchemaDoesNotTakeIsNamedAndNotQuoted() throws Exception {
        Path file = folder.resolve("payments.ndjson");
        List<String> lines = payments().subList(0, 3);
        Files.write(file, List.of(lines.get(0), lines.get(1), "{\"payment_id\":3,\"amount\":77.777}", lines.get(2)));
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Trial trial = project(registry);
            Trial.Answer answer = trial.run("produce", "--dataset", "payment_avro", "--file", file.toString());
            assertThat(answer.status()).isEqualTo(2);
            assertThat(answer.all())
                    .contains("Cannot send line 3 of " + file
                            + ": amount: not a decimal of 18 digits, 2 of them behind the point")
                    .contains("The lines before it are sent")
                    .doesNotContain("77.777");
            trial.succeed("stream", "--until-caught-up", "--dataset", "payment_avro");
            assertThat(trial.rows("payment_avro")).hasSize(2);
        }
    }

    @Test
    void aSchemaThatIsNotRegisteredIsNotRegisteredHere() throws Exception {
        Path file = folder.resolve("payments.ndjson");
        Files.write(file, payments().subList(0, 1));
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Trial trial = project(registry);
            String other = SharedBroker.newTopic("payment.other", 1);
            Trial.Answer answer =
                    trial.run("produce", "--dataset", "payment_avro", "--file", file.toString(), "--topic", other);
            assertThat(answer.status()).isEqualTo(2);
            assertThat(answer.all())
                    .contains("Schema not found: " + other + "-value in the schema registry of connection 'events'")
                    .contains("eider registers none");
        }
    }

    /** Lines of payments, some of which the contract rejects. */
    private static List<String> payments() throws IOException {
        List<String> lines = new ArrayList<>();
        for (ObjectNode payment : Payments.first(LINES)) {
            int id = payment.get("payment_id").intValue();
            if (id % 97 == 0) {
                payment.put("type", "payment");
            }
            if (id % 101 == 0) {
                payment.put("nameOrig", "C1");
            }
            if (id % 89 == 0) {
                payment.remove("happened_at");
            }
            lines.add(payment.toString());
        }
        return lines;
    }

    private Trial project(SchemaRegistry registry) throws Exception {
        Trial trial = Trial.ofFormats(folder.resolve("project"), registry);
        trial.write("datasets/payment.avsc", schemas.avroSchema());
        trial.write("datasets/payment.proto", schemas.protoSchema());
        for (Map.Entry<String, String> each : AGREED.entrySet()) {
            String topic = SharedBroker.newTopic(each.getKey().replace('_', '.'), 2);
            boolean hasKeyFormat = each.getValue().contains("key_format");
            trial.write(
                    "datasets/" + each.getKey() + ".yaml",
                    "dataset: " + each.getKey() + "\nsource: {connection: events, topic: " + topic + each.getValue()
                            + "}\n"
                            + (hasKeyFormat
                                    ? FIELDS.formatted("bigint", "$meta.key.payment_id")
                                    : FIELDS.formatted("string", "$meta.key")));
            boolean isAvro = each.getValue().contains("avro");
            registry.register(
                    topic + "-value",
                    isAvro ? "AVRO" : "PROTOBUF",
                    isAvro ? schemas.avroSchema() : schemas.protoSchema());
            registry.register(
                    topic + "-key",
                    isAvro ? "AVRO" : "PROTOBUF",
                    isAvro
                            ? "{\"type\":\"record\",\"name\":\"K\",\"fields\":[{\"name\":\"payment_id\",\"type\":\"long\"}]}"
                            : "syntax = \"proto3\"; message K { int64 payment_id = 1; }");
        }
        return trial;
    }

    private static List<String> rejects(Trial trial, String dataset) throws Exception {
        List<String> rejects = new ArrayList<>();
        for (ErrorRecord error : trial.errors(dataset)) {
            rejects.add(error.reasons().toString());
        }
        rejects.sort(null);
        return rejects;
    }
}
