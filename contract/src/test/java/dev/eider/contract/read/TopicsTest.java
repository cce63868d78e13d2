package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.contract.Source.Tombstones;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
    private static final String FILE = "datasets/card_event.yaml";
    private static final String JAAS = "jaas-canary";

    private static final String CARDS = """
            dataset: card_event
            source: {connection: events, topic: bank.core.cards}
            primary_key: event_id
            event_time: occurred_at
            updated_at: occurred_at
            fields:
              event_id: bigint
              occurred_at: timestamp
            """;

    @TempDir
    Path root;

    private Folder folder;

    @BeforeEach
    void addTheTopic() {
        folder = Folder.bank(root)
                .with("eider.yaml", Folder.PROJECT + "  events: {type: kafka, bootstrap_servers: \"localhost:9092\"}\n")
                .with(FILE, CARDS);
    }

    private static Contract cards(Project project) {
        return project.datasets().stream()
                .filter(d -> d.dataset().value().equals("card_event"))
                .findFirst()
                .orElseThrow();
    }

    private Source.Topic topic() {
        return cards(folder.project()).source().topic().orElseThrow();
    }

    @Test
    void hasDefaults() {
        assertThat(topic().topics()).isEqualTo("bank.core.cards");
        assertThat(topic().isPattern()).isFalse();
        assertThat(topic().format()).isEqualTo(PayloadFormat.JSON);
        assertThat(topic().keyFormat()).isEqualTo(PayloadFormat.STRING);
        assertThat(topic().tombstones()).isEqualTo(Tombstones.REJECT);
        assertThat(topic().schema()).isEmpty();
        assertThat(folder.project().connections().get("events"))
                .isInstanceOfSatisfying(Connection.Kafka.class, kafka -> {
                    assertThat(kafka.bootstrapServers()).isEqualTo("localhost:9092");
                    assertThat(kafka.groupId()).isEqualTo("bank-eider");
                    assertThat(kafka.schemaRegistry()).isEmpty();
                    assertThat(kafka.properties()).isEmpty();
                });
    }

    @Test
    void readsEveryKey() {
        folder.variable("JAAS", JAAS)
                .changed("eider.yaml", "\"localhost:9092\"", """
                        "a:9092, [::1]:9093", schema_registry: "https://registry.example/v1", group_id: cards,
                            properties: {security.protocol: SASL_SSL, sasl.jaas.config: "${JAAS}", fetch.min.bytes: 1024,
                            ssl.truststore.location: certs/ca.pem, ssl.endpoint.identification.algorithm: ""}\
                        """)
                .with("datasets/card.avsc", "{\"type\": \"string\"}\n")
                .changed(FILE, "topic: bank.core.cards", """
                        topic_pattern: "bank\\\\.(?<source_system>[a-z]+)\\\\.cards", format: avro,
                            key_format: json, schema_file: card.avsc, tombstones: exclude\
                        """);

        Source.Topic topic = topic();
        assertThat(topic.isPattern()).isTrue();
        assertThat(topic.captures("bank.core.cards")).contains(Map.of("source_system", "core"));
        assertThat(topic.captures("bank.core.cards.v2")).isEmpty();
        assertThat(topic.format()).isEqualTo(PayloadFormat.AVRO);
        assertThat(topic.keyFormat()).isEqualTo(PayloadFormat.JSON);
        assertThat(topic.schema()).contains(new Source.SchemaFile("card.avsc", "{\"type\": \"string\"}\n"));
        assertThat(topic.tombstones()).isEqualTo(Tombstones.EXCLUDE);
        Project project = folder.project();
        assertThat(project.connections().get("events")).isInstanceOfSatisfying(Connection.Kafka.class, kafka -> {
            assertThat(kafka.bootstrapServers()).isEqualTo("a:9092,[::1]:9093");
            assertThat(kafka.schemaRegistry()).contains(URI.create("https://registry.example/v1"));
            assertThat(kafka.groupId()).isEqualTo("cards");
            assertThat(kafka.properties())
                    .containsEntry("sasl.jaas.config", JAAS)
                    .containsEntry("fetch.min.bytes", "1024")
                    .containsEntry("ssl.endpoint.identification.algorithm", "");
        });
        assertThat(project.toString()).doesNotContain(JAAS);
    }

    @Test
    void joinsAnApiAndATopic() {
        folder.changed(FILE, "source: {connection: events, topic: bank.core.cards}", """
                        sources:
                          history: {connection: bank, path: /cards, paginator: {type: single_page}}
                          live: {connection: events, topic: bank.core.cards}
                        """.stripTrailing());

        assertThat(cards(folder.project()).source()).isInstanceOfSatisfying(Source.Both.class, both -> {
            assertThat(both.history().path()).isEqualTo("/cards");
            assertThat(both.live().topics()).isEqualTo("bank.core.cards");
        });
    }

    @Test
    void takesTheTimestampOfRecordsForUpdatedAt() {
        folder.changed(FILE, "updated_at: occurred_at", "updated_at: $meta.timestamp");

        assertThat(folder.problems())
                .containsExactly(FILE + ":5:13: Field not found: one that holds $meta.timestamp"
                        + " (add sent_at: {type: timestamp, from: $meta.timestamp} to fields)");
    }

    @Test
    void reportsAllMistakesOfOneFileAtOnce() {
        folder.with(FILE, """
                dataset: card_event
                source:
                  connection: events
                  path: /cards
                  topic: bank/cards
                  topic_pattern: "bank\\\\.(?<offset>[a-z]+)\\\\.(?<Region>x)\\\\.("
                  format: avrro
                  key_format: avro
                  schema_file: ../card.avsc
                  tombstones: delete
                  topik: x
                primary_key: event_id
                fields:
                  event_id: bigint
                """);

        assertThat(folder.problems())
                .containsExactly(
                        FILE + ":1:1: Missing key: updated_at (required here, since partitions have no common order)",
                        FILE + ":4:3: Unknown key: path (with a connection of type api, not kafka)",
                        FILE + ":5:10: Invalid topic: bank/cards (the name of a topic: letters, digits, ., _ and -,"
                                + " at most 249)",
                        FILE + ":6:3: Invalid topic_pattern: beside topic (either topic or topic_pattern)",
                        FILE + ":6:18: Invalid topic_pattern: bank\\.(?<offset>[a-z]+)\\.(?<Region>x)\\.("
                                + " (RE2: missing closing ))",
                        FILE + ":7:11: Invalid format: avrro (one of avro, json, protobuf). Did you mean 'avro'?",
                        FILE + ":8:15: Invalid key_format: avro (it needs a schema_registry of events)",
                        FILE + ":9:16: Invalid schema_file: ../card.avsc (the name of a file beside this one,"
                                + " ending in .avsc, .proto or .json)",
                        FILE + ":10:15: Not supported yet: tombstones delete",
                        FILE + ":11:3: Unknown key: topik (in source). Did you mean 'topic'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic: bank.core.cards | topic_pattern: '(?<offset>a)(?<Region>b)(?<key_base64>c)'"
                        + " | 2:45: Invalid topic_pattern: group Region (lower-case letters, digits and _, beginning with"
                        + " a letter, at most 63);2:45: Invalid topic_pattern: group key_base64 ($meta.key_base64 is"
                        + " something else);2:45: Invalid topic_pattern: group offset ($meta.offset is something else)",
                "topic: bank.core.cards | format: json | 2:9: Missing key: topic or topic_pattern (required in source)",
                "bank.core.cards | x, format: avro"
                        + " | 2:48: Invalid format: avro (it needs a schema_file, or a schema_registry of events)",
                "bank.core.cards | x, format: avro, schema_file: c.proto"
                        + " | 2:67: Invalid schema_file: c.proto (of format avro it ends in .avsc)",
                "bank.core.cards | x, schema_file: c.json"
                        + " | 2:53: File not found: datasets/c.json (it stands beside the contract)",
                "connection: events | connection: bank"
                        + " | 2:9: Missing key: paginator (required in source);2:9: Missing key: path (required in"
                        + " source);2:28: Unknown key: topic (with a connection of type kafka, not api)",
                "connection: events | connection: eventz"
                        + " | 2:22: Connection not found: eventz (name it in eider.yaml). Did you mean 'events'?",
                "source: {connection: events, topic: bank.core.cards}"
                        + " | sources: {live: {connection: events, topic: bank.core.cards}}"
                        + " | 2:10: Not supported yet: sources other than one API and one topic",
                "updated_at: occurred_at | updated_at: $meta.offset"
                        + " | 5:13: Invalid updated_at: $meta.offset (a field, or for topics $meta.timestamp)",
            })
    void saysWhatIsWrong(String from, String to, String problems) {
        folder.changed(FILE, from, to);

        assertThat(folder.problems())
                .containsExactlyInAnyOrderElementsOf(List.of(problems.split(";")).stream()
                        .map(problem -> FILE + ":" + problem)
                        .toList());
    }

    @Test
    void needsUpdatedAtBetweenAnApiAndATopic() {
        folder.changed(FILE, "source: {connection: events, topic: bank.core.cards}", """
                        sources:
                          history: {connection: bank, path: /cards, paginator: {type: single_page}}
                          live: {connection: events, topic: bank.core.cards}
                        """.stripTrailing())
                .changed(FILE, "updated_at: occurred_at\n", "");

        assertThat(folder.problems())
                .containsExactly(FILE + ":1:1: Missing key: updated_at (required here, since an API and a topic"
                        + " have no common order)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enable.auto.commit: false | offsets are committed with the batches that hold them",
                "auto.offset.reset: earliest | a batch begins where the one before ended, or not at all",
                "group.id: x | group_id says it",
                "bootstrap.servers: x | bootstrap_servers says it",
                "isolation.level: x | records of aborted transactions are never read",
                "transactional.id: x | producers are idempotent, without transactions",
                "value.deserializer: x | keys and values are kept as received; source.format says what they are",
            })
    void refusesPropertiesThatAreNotTheUsers(String property, String why) {
        folder.changed("eider.yaml", "\"localhost:9092\"", "\"localhost:9092\", properties: {" + property + "}");
        String name = property.substring(0, property.indexOf(':'));

        assertThat(folder.problems())
                .containsExactly("eider.yaml:6:75: Invalid properties: " + name + " (" + why + ")");
    }

    @Test
    void saysThatAConnectionIsOfAnotherTypeElsewhere() {
        folder.with("eider.yaml", Folder.PROJECT + """
                  events: {type: kafka, bootstrap_servers: "localhost:9092"}
                environments:
                  prod: {bucket: ./prod, connections: {events: {type: api, base_url: "http://h"}}}
                """);

        assertThat(folder.problems())
                .contains(FILE + ":2:22: Invalid connection: events is of type api in environment prod"
                        + " (kafka in another)");
    }
}
