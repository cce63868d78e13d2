package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.Reason;
import dev.eider.contract.SharedData;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.ErrorRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same records over an API and over topics of every format: the same rows published, the same ones rejected. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PayloadFormatsTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> FORMATS = List.of("json", "framed", "avro", "protobuf");
    private static final int PARTITIONS = 3;

    private static final String BERKA = """
            {"type":"record","name":"Trans","fields":[
             {"name":"trans_id","type":["null","long"]}, {"name":"account_id","type":["null","int"]},
             {"name":"date","type":["null","string"]}, {"name":"type","type":["null","string"]},
             {"name":"operation","type":["null","string"]},
             {"name":"amount","type":["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}]},
             {"name":"balance","type":["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}]},
             {"name":"k_symbol","type":["null","string"]}, {"name":"bank","type":["null","string"]},
             {"name":"account","type":["null","string"]}]}
            """;

    private static final String BERKA_FIELDS = """
            primary_key: trans_id
            event_time: date
            fields:
              trans_id: bigint
              account_id: {type: integer, required: true, mask: token}
              date: {type: date, format: "%y%m%d"}
              type: {type: string, enum: [PRIJEM, VYDAJ, VYBER], required: true}
              operation: string
              amount: {type: "decimal(12,2)", required: true, minimum: 0}
              balance: {type: "decimal(14,2)", required: true}
              k_symbol: string
            """;

    private static final String NESTED = """
            {"type":"record","name":"Order","fields":[
             {"name":"order_id","type":["null","long"]},
             {"name":"ordered_at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},
             {"name":"customer","type":["null",{"type":"record","name":"Customer","fields":[
               {"name":"id","type":["null","string"]},
               {"name":"address","type":["null",{"type":"record","name":"Address","fields":[
                 {"name":"city","type":["null","string"]}, {"name":"zip","type":["null","string"]}]}]}]}]},
             {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[
               {"name":"sku","type":"string"}, {"name":"quantity","type":"int"}, {"name":"cents","type":"long"}]}}},
             {"name":"tags","type":{"type":"array","items":"string"}}]}
            """;

    private static final String NESTED_FIELDS = """
            event_time: ordered_at
            fields:
              order_id: {type: bigint, required: true}
              ordered_at: timestamp
              customer_id: {type: string, from: $.customer.id, required: true, mask: token}
              city: {type: string, from: $.customer.address.city}
              zip: {type: string, from: $.customer.address.zip, pattern: "[0-9]{5}"}
              lines: json
              tags: json
            """;

    @TempDir
    Path folder;

    @Test
    void aBanksTransactionsAreTheSame() throws Exception {
        List<ObjectNode> records = new ArrayList<>();
        List<String> lines = Files.readAllLines(SharedData.path("berka-asc", "trans.asc"), StandardCharsets.US_ASCII);
        String[] names = lines.get(0).replace("\"", "").split(";");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(";", -1);
            ObjectNode record = NODES.objectNode();
            for (int i = 0; i < Math.min(names.length, cells.length); i++) {
                String cell = cells[i].replace("\"", "");
                switch (names[i]) {
                    case "trans_id" -> record.put(names[i], Long.parseLong(cell));
                    case "account_id" -> record.put(names[i], Integer.parseInt(cell));
                    case "amount", "balance" -> decimal(record, names[i], cell);
                    default -> record.put(names[i], cell);
                }
            }
            records.add(record);
        }
        soil(records, 997, record -> record.put("type", "?"));
        soil(records, 1_009, record -> record.put("amount", new BigDecimal("-1.00")));
        soil(records, 1_013, record -> record.put("date", "940231"));
        soil(records, 1_019, record -> record.remove("balance"));
        compare("trans", BERKA, BERKA_FIELDS, records);
    }

    private static void decimal(ObjectNode record, String name, String cell) {
        if (!cell.isBlank()) {
            record.put(name, new BigDecimal(cell));
        }
    }

    @Test
    void mobilePaymentsAreTheSame() throws Exception {
        List<ObjectNode> records = Payments.first(20_000);
        soil(records, 997, record -> record.put("type", "payment"));
        soil(records, 1_009, record -> record.put("nameOrig", "C1"));
        soil(records, 1_013, record -> record.remove("happened_at"));
        soil(records, 1_019, record -> record.put("happened_at", "2201-01-01T00:00:00Z"));
        compare("payment", Payments.AVRO, Payments.FIELDS, records);
    }

    @Test
    void nestedEventsAreTheSame() throws Exception {
        List<String> naughty = new ArrayList<>();
        JSON.readTree(Files.readAllBytes(SharedData.path("naughty-strings", "blns.json")))
                .forEach(text -> naughty.add(text.textValue()));
        // A column of JSON keeps the text, where a control character may be written in two ways.
        List<String> printable = naughty.stream()
                .filter(text -> text.chars().noneMatch(Character::isISOControl))
                .toList();
        Random random = new Random(11);
        List<ObjectNode> records = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ObjectNode record = NODES.objectNode()
                    .put("order_id", random.nextLong())
                    .put(
                            "ordered_at",
                            Instant.ofEpochMilli(1_735_000_000_000L + i * 1_234L)
                                    .toString());
            record.putObject("customer")
                    .put("id", "c-" + random.nextInt(500))
                    .putObject("address")
                    .put("city", naughty.get(i % naughty.size()))
                    .put("zip", String.format("%05d", random.nextInt(100_000)));
            var lines = record.putArray("lines");
            for (int line = random.nextInt(4); line > 0; line--) {
                lines.addObject()
                        .put("sku", printable.get(random.nextInt(printable.size())))
                        .put("quantity", random.nextInt(9))
                        .put("cents", random.nextLong());
            }
            var tags = record.putArray("tags");
            for (int tag = random.nextInt(3); tag > 0; tag--) {
                tags.add("t" + random.nextInt(9));
            }
            records.add(record);
        }
        soil(records, 97, record -> record.remove("customer"));
        soil(records, 101, record -> record.remove("order_id"));
        soil(records, 103, record -> record.withObject("/customer/address").put("zip", "1234x"));
        compare("purchase", NESTED, NESTED_FIELDS, records);
    }

    @Test
    void whatIsOfAnotherFormatIsRejectedAndTheRestIsNot() throws Exception {
        String key = "{\"type\":\"record\",\"name\":\"Key\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
        String value = "{\"type\":\"record\",\"name\":\"V\",\"fields\":[{\"name\":\"note\",\"type\":\"string\"}]}";
        String topic = SharedBroker.newTopic("mixed", 1);
        Random random = new Random(5);
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            int ofKey = registry.register("k", "AVRO", key);
            int ofValue = registry.register("v", "AVRO", value);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                byte[] number = framed(ofKey, 2 * i);
                records.add(new ProducerRecord<>(topic, 0, number, framed(ofValue, 2, 'x')));
                records.add(new ProducerRecord<>(topic, 0, number, framed(4_711, 2, 'x')));
                records.add(new ProducerRecord<>(topic, 0, number, framed(ofValue, 4, 'x')));
                records.add(
                        new ProducerRecord<>(topic, 0, number, "{\"note\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
                records.add(new ProducerRecord<>(topic, 0, new byte[] {'k'}, framed(ofValue, 2, 'x')));
                records.add(new ProducerRecord<>(topic, 0, number, null));
                byte[] noise = new byte[random.nextInt(1, 100)];
                random.nextBytes(noise);
                noise[0] = (byte) (1 + random.nextInt(100));
                records.add(new ProducerRecord<>(topic, 0, number, noise));
            }
            SharedBroker.topics().produce(records);
            Trial trial = Trial.ofFormats(folder, registry);
            trial.write(
                    "datasets/note.yaml",
                    "dataset: note\nsource: {connection: events, topic: " + topic
                            + ", format: avro, key_format: avro}\nfields:\n"
                            + "  id: {type: bigint, from: $meta.key.id, required: true}\n  note: string\n"
                            + "quality: {max_rejected: 100%}\n");
            trial.succeed("follow", "--until-caught-up", "--for", "2m");
            assertThat(trial.clean("note", "SELECT count(*), sum(id), min(note) FROM clean"))
                    .containsExactly("50|1225|x");
            Map<String, Long> rejects = new TreeMap<>();
            for (String reject : rejects(trial, "note")) {
                rejects.merge(reject.substring(1, reject.indexOf(']')), 1L, Long::sum);
            }
            assertThat(rejects)
                    .containsExactly(
                            entry("TOMBSTONE", 50L),
                            entry("UNDECODABLE", 50L),
                            entry("UNKNOWN_SCHEMA", 50L),
                            entry("WRONG_FORMAT", 150L));
        }
    }

    private static byte[] framed(int id, int... payload) {
        ByteBuffer bytes = ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id);
        for (int one : payload) {
            bytes.put((byte) one);
        }
        return bytes.array();
    }

    /** Changes every so-manieth record. */
    private static void soil(List<ObjectNode> records, int every, Consumer<ObjectNode> how) {
        for (int i = every; i < records.size(); i += every) {
            how.accept(records.get(i));
        }
    }

    private void compare(String name, String avro, String fields, List<ObjectNode> records) throws Exception {
        Encoded encoded = new Encoded(avro);
        try (SchemaRegistry registry = SchemaRegistry.start();
                OnePageApi api = new OnePageApi(records)) {
            Trial trial = Trial.ofFormats(folder, registry).reading(api.url());
            String pure = fields.replaceFirst("(?m)^primary_key:.*\\n", "");
            trial.write(
                    "datasets/" + name + ".yaml",
                    contract(
                            name,
                            pure,
                            "connection: bank\n  path: /all\n"
                                    + "  data_selector: $.data\n  paginator: {type: single_page}"));
            for (String format : FORMATS) {
                String topic = SharedBroker.newTopic(name + "." + format, PARTITIONS);
                produce(topic, format, encoded, records, registry);
                String agreed = format.equals("framed") ? "json" : format;
                trial.write(
                        "datasets/" + name + "_" + format + ".yaml",
                        contract(
                                name + "_" + format,
                                pure,
                                "connection: events\n  topic: " + topic + "\n  format: " + agreed));
            }
            trial.succeed("run", "--dataset", name);
            trial.succeed("follow", "--until-caught-up", "--for", "3m");
            List<String> rows = trial.rows(name);
            List<String> rejects = rejects(trial, name);
            List<String> published = published(trial, name);
            assertThat(published).hasSameSizeAs(rows);
            assertThat(rows.size() + rejects.size()).isEqualTo(records.size());
            assertThat(rejects).hasSizeGreaterThan(50);
            for (String format : FORMATS) {
                assertThat(rejects(trial, name + "_" + format)).as(format).isEqualTo(rejects);
                assertThat(trial.rows(name + "_" + format).equals(rows))
                        .as("rows of " + format)
                        .isTrue();
            }
        }
    }

    private static String contract(String dataset, String fields, String source) {
        return "dataset: " + dataset + "\nsource:\n  " + source + "\n" + fields + "quality: {max_rejected: 10%}\n"
                + "star: {fact: " + dataset + "_fact}\n";
    }

    private static void produce(
            String topic, String format, Encoded encoded, List<ObjectNode> records, SchemaRegistry registry)
            throws IOException {
        int avro = registry.register(topic + "-a", "AVRO", encoded.avroSchema());
        int proto = registry.register(topic + "-p", "PROTOBUF", encoded.protoSchema());
        int json = registry.register(topic + "-j", "JSON", "{\"type\":\"object\"}");
        List<List<byte[]>> values = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            values.add(new ArrayList<>());
        }
        int at = 0;
        for (JsonNode record : records) {
            values.get(at++ % PARTITIONS)
                    .add(
                            switch (format) {
                                case "avro" -> encoded.avro(record, avro);
                                case "protobuf" -> encoded.protobuf(record, proto);
                                case "framed" -> Encoded.framedJson(record, json);
                                default -> record.toString().getBytes(StandardCharsets.UTF_8);
                            });
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            SharedBroker.topics().produce(topic, partition, values.get(partition));
        }
    }

    private static List<String> published(Trial trial, String dataset) {
        return trial.published("SELECT * EXCLUDE (load_timestamp) FROM " + dataset + "_fact ORDER BY ALL");
    }

    private static List<String> rejects(Trial trial, String dataset) throws Exception {
        List<String> rejects = new ArrayList<>();
        for (ErrorRecord error : trial.errors(dataset)) {
            rejects.add(error.reasons().stream().map(Reason::code).toList() + " " + error.record());
        }
        rejects.sort(null);
        return rejects;
    }
}
