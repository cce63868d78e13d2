package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.SharedData;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.ErrorRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    private static final String AVRO = """
            {"type":"record","name":"Payment","fields":[
             {"name":"payment_id","type":["null","long"]},
             {"name":"happened_at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},
             {"name":"type","type":["null","string"]},
             {"name":"amount","type":["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}]},
             {"name":"nameOrig","type":["null","string"]},
             {"name":"newbalanceOrig","type":["null","double"]},
             {"name":"isFraud","type":["null","boolean"]}]}
            """;

    private static final String FIELDS = """
            primary_key: payment_id
            updated_at: happened_at
            event_time: happened_at
            fields:
              payment_id: bigint
              key: {type: %s, from: %s}
              happened_at: timestamp
              type: {type: string, enum: [PAYMENT, TRANSFER, CASH_OUT, CASH_IN, DEBIT], required: true}
              amount: {type: "decimal(18,2)", required: true, minimum: 0}
              sender: {type: string, from: $.nameOrig, mask: last4, min_length: 5}
              balance: {type: double, from: $.newbalanceOrig}
              fraud: {type: boolean, from: $.isFraud}
            quality: {max_rejected: 20%%}
            """;

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
        schemas = new Encoded(AVRO);
    }

    @Test
    void mobilePaymentsAreTheSameInEveryFormat() throws Exception {
        Path file = folder.resolve("payments.ndjson");
        Files.write(file, payments());
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Trial trial = project(registry);
            for (String dataset : AGREED.keySet()) {
                assertThat(succeed(trial, "produce", "--dataset", dataset, "--file", file.toString()))
                        .contains("sent  2,000 records");
            }
            succeed(trial, "stream", "--until-caught-up", "--for", "3m");
            List<String> rows = rows(trial, "payment_json");
            List<String> rejects = rejects(trial, "payment_json");
            assertThat(rows.size() + rejects.size()).isEqualTo(LINES);
            assertThat(rejects).hasSizeGreaterThan(50);
            for (String dataset : AGREED.keySet()) {
                assertThat(rejects(trial, dataset)).as(dataset).isEqualTo(rejects);
                assertThat(rows(trial, dataset).equals(rows))
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
            Trial trial = project(registry);
            trial.replace("eider.yaml", "  events:", "  bank: {type: api, base_url: \"" + api.url() + "\"}\n  events:");
            String topic = SharedBroker.newTopic("payment.both", 1);
            trial.write("datasets/payment_both.yaml", """
                    dataset: payment_both
                    sources:
                      history: {connection: bank, path: /all, data_selector: $.data, paginator: {type: single_page}}
                      live: {connection: events, topic: %s, format: avro, schema_file: payment.avsc}
                    """.formatted(topic) + FIELDS.formatted("string", "$meta.key"));
            succeed(trial, "ingest", "--dataset", "payment_both");
            assertThat(succeed(trial, "produce", "--dataset", "payment_both", "--topic", topic))
                    .contains("sent  50 records");
            succeed(trial, "produce", "--dataset", "payment_json", "--file", file.toString());
            succeed(trial, "stream", "--until-caught-up", "--for", "3m");
            assertThat(rows(trial, "payment_both")).hasSize(50).isEqualTo(rows(trial, "payment_json"));
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
            succeed(trial, "stream", "--until-caught-up", "--dataset", "payment_avro");
            assertThat(rows(trial, "payment_avro")).hasSize(2);
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

    private static List<String> payments() throws IOException {
        List<String> lines = new ArrayList<>();
        try (var files = Files.list(SharedData.path("paysim-sample"))) {
            Path csv = files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
            for (String line : Files.readAllLines(csv).subList(1, LINES + 1)) {
                String[] cells = line.split(",", -1);
                int id = lines.size() + 1;
                ObjectNode payment = JsonNodeFactory.instance
                        .objectNode()
                        .put("payment_id", id)
                        .put("happened_at", happened(Integer.parseInt(cells[0])))
                        .put("type", id % 97 == 0 ? "payment" : cells[1])
                        .put("amount", new BigDecimal(cells[2]))
                        .put("nameOrig", id % 101 == 0 ? "C1" : cells[3])
                        .put("newbalanceOrig", Double.parseDouble(cells[5]))
                        .put("isFraud", !cells[9].startsWith("0"));
                if (id % 89 == 0) {
                    payment.remove("happened_at");
                }
                lines.add(payment.toString());
            }
        }
        return lines;
    }

    private static String happened(int hour) {
        return Instant.parse("2025-01-01T00:00:00.250Z")
                .plusSeconds(3_600L * hour)
                .toString();
    }

    private Trial project(SchemaRegistry registry) throws Exception {
        Trial trial = Trial.empty(folder.resolve("project"));
        trial.write(
                "eider.yaml",
                "project: formats\ntimezone: UTC\nbucket: ./data\nmask_key: ${EIDER_MASK_KEY}\nconnections:\n"
                        + "  events:\n    type: kafka\n    bootstrap_servers: \"" + SharedBroker.bootstrap() + "\"\n"
                        + "    schema_registry: \"" + registry.url() + "\"\n    group_id: produce-"
                        + System.nanoTime() + "\n");
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

    private static String succeed(Trial trial, String... command) throws Exception {
        Trial.Answer answer = trial.run(command);
        assertThat(answer.status()).as(answer.all()).isZero();
        return answer.all();
    }

    private static List<String> rows(Trial trial, String dataset) throws Exception {
        String columns = String.join(
                ", ",
                trial.contract(dataset).fields().stream()
                        .map(field -> '"' + field.name() + '"')
                        .toList());
        return trial.clean(dataset, "SELECT " + columns + " FROM clean ORDER BY payment_id");
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
