package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.DerivedId;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.contract.Source.Tombstones;
import dev.eider.contract.TopicSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void readsFieldsOfTheEnvelope() {
        folder.changed(FILE, "topic: bank.core.cards", """
                        topic_pattern: "bank\\\\.(?<source_system>[a-z]+)\\\\.cards", key_format: json\
                        """)
                .changed(FILE, "  event_id: bigint\n", """
                          event_id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset]}
                          timed_id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset, $meta.timestamp]}
                          source_system: {type: string, from: $meta.source_system}
                          card: {type: string, from: $meta.key.card.number}
                          whole_key: {type: json, from: $meta.key}
                          trace: {type: string, from: "$meta.headers['trace-id']"}
                          place: {type: bigint, from: $meta.offset}
                          part: {type: integer, from: $meta.partition}
                          meta: {type: string, from: $.$meta}
                          sent_at: {type: timestamp, from: $meta.timestamp}
                        """.indent(0))
                .changed(FILE, "updated_at: occurred_at", "updated_at: $meta.timestamp")
                .changed(FILE, "$.$meta", "\"$['$meta']\"");
        Contract contract = cards(folder.project());

        assertThat(contract.updatedAt()).contains("sent_at");
        assertThat(contract.field("event_id").derive()).contains(DerivedId.Parts.OFFSET);
        assertThat(contract.field("timed_id").derive()).contains(DerivedId.Parts.OFFSET_AND_TIMESTAMP);
        assertThat(contract.field("source_system").from()).isEqualTo(FieldPath.meta("source_system"));
        assertThat(contract.field("card").from()).isEqualTo(FieldPath.meta("key", "card", "number"));
        assertThat(contract.field("trace").from()).isEqualTo(FieldPath.meta("headers", "trace-id"));
        assertThat(contract.field("meta").from()).isEqualTo(FieldPath.of("$meta"));
    }

    @Test
    void needsNoUpdatedAtWhereNoTwoRecordsHaveOneKey() {
        folder.changed(FILE, "updated_at: occurred_at\n", "")
                .changed(
                        FILE,
                        "event_id: bigint",
                        "event_id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset]}");

        assertThat(cards(folder.project()).updatedAt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: string, from: $meta.topik} | Invalid from: $meta.topik ($meta has headers, key, offset,"
                        + " partition, timestamp, topic). Did you mean '$meta.topic'?",
                "{type: string, from: $meta} | Invalid from: $meta ($meta has headers, key, offset, partition,"
                        + " timestamp, topic)",
                "{type: string, from: $meta.key.id} | Invalid from: $meta.key.id (it has no members:"
                        + " key_format is string)",
                "{type: string, from: $meta.headers.a.b} | Invalid from: $meta.headers.a.b (it has no members:"
                        + " headers are texts)",
                "{type: string, from: $meta.topic.a} | Invalid from: $meta.topic.a (it has no members)",
                "{type: string, from: $meta.offset} | Invalid from: $meta.offset on type string (it is of type"
                        + " bigint)",
                "{type: double, from: $meta.partition} | Invalid from: $meta.partition on type double (it is of"
                        + " type integer)",
                "{type: string, from: '$meta.headers[0]'} | Invalid from: $meta.headers[0] (a path such as"
                        + " $.a.b or $['a b']; no wildcards, filters or indices)",
                "{type: bigint, derive: $meta.offset} | Not supported yet: derive of other than [$meta.topic,"
                        + " $meta.partition, $meta.offset], and $meta.timestamp behind them",
                "{type: string, derive: [$meta.topic, $meta.partition, $meta.offset]} | Not supported yet: derive"
                        + " on type string (bigint)",
                "{type: bigint, from: $.a, derive: [$meta.topic, $meta.partition, $meta.offset]} | Invalid"
                        + " derive: beside from (a field has one of them)",
            })
    void saysWhatAFieldCannotBeTakenFrom(String field, String problem) {
        folder.changed(FILE, "fields:\n", "fields:\n  x: " + field + "\n");

        assertThat(folder.problems()).singleElement().asString().endsWith(": " + problem);
    }

    /** As with the other contracts: manifests keep them. */
    @Test
    void hasTheSameFingerprintFromReleaseToRelease() {
        assertThat(cards(folder.project()).fingerprint())
                .hasToString("75ccee9939fe6489f1931c120deb9dc3d90e51c5aa30fad8608aaabace1527d3");
    }

    @Test
    void changesItsFingerprintWithTheMeaning() {
        String derive = "event_id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset";
        folder.with("datasets/a.json", "{}").with("datasets/b.json", "true");
        List<Fingerprint> fingerprints =
                new ArrayList<>(List.of(cards(folder.project()).fingerprint()));
        for (String changed : List.of(
                "topic: bank.core.card",
                "topic_pattern: bank.core.cards",
                "topic: bank.core.cards, key_format: json",
                "topic: bank.core.cards, tombstones: exclude",
                "topic: bank.core.cards, schema_file: a.json",
                "topic: bank.core.cards, schema_file: b.json")) {
            folder.with(FILE, CARDS.replace("topic: bank.core.cards", changed));
            fingerprints.add(cards(folder.project()).fingerprint());
        }
        for (String changed : List.of(
                "event_id: {type: bigint, from: $meta.offset}",
                "event_id: {type: bigint, from: $.offset}",
                derive + "]}",
                derive + ", $meta.timestamp]}")) {
            folder.with(FILE, CARDS.replace("event_id: bigint", changed));
            fingerprints.add(cards(folder.project()).fingerprint());
        }

        assertThat(fingerprints).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void hasNoEnvelopeForRecordsOfAnApi() {
        folder.changed(FILE, "source: {connection: events, topic: bank.core.cards}", """
                        sources:
                          history: {connection: bank, path: /cards, paginator: {type: single_page}}
                          live: {connection: events, topic: bank.core.cards}
                        """.stripTrailing())
                .changed(FILE, "updated_at: occurred_at", "updated_at: $meta.timestamp")
                .changed(FILE, "event_id: bigint", "event_id: {type: bigint, from: $meta.offset}")
                .with("datasets/derived.yaml", """
                        dataset: derived
                        source: {connection: bank, path: /a, paginator: {type: single_page}}
                        fields:
                          id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset]}
                          line: {type: bigint, from: $meta.line}
                        """);

        assertThat(folder.problems())
                .containsExactly(
                        FILE
                                + ":7:13: Invalid updated_at: $meta.timestamp (records of the API have none: name a field)",
                        FILE + ":9:3: Invalid field: event_id is required (records of the API have no $meta)",
                        "datasets/derived.yaml:4:30: Not supported yet: derive for sources without a topic",
                        "datasets/derived.yaml:5:30: Not supported yet: from $meta.line");
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

    @Test
    void readsWhatIsAskedOfTopics() {
        folder.changed("eider.yaml", "\"localhost:9092\"", """
                "localhost:9092", topics: {bank.core.cards: {partitions: 6, replication_factor: 3, min_insync_replicas: 2,
                    retention: 7d, cleanup_policy: compact, compression_type: zstd}, b: {retention: forever}}\
                """);
        assertThat(folder.project().connections().get("events"))
                .isInstanceOfSatisfying(Connection.Kafka.class, kafka -> {
                    assertThat(kafka.topics().get("bank.core.cards"))
                            .isEqualTo(new TopicSettings(
                                    Optional.of(6),
                                    Optional.of(3),
                                    Optional.of(2),
                                    Optional.of(Duration.ofDays(7)),
                                    Optional.of("compact"),
                                    Optional.of("zstd")));
                    assertThat(kafka.topics().get("b").retention()).contains(TopicSettings.FOREVER);
                });
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

    @ParameterizedTest
    @ValueSource(strings = {"schema.registry.ssl.protocol", "schema.registry.basic.auth.credentials.source"})
    void refusesSettingsOfARegistryThatDoNotCount(String name) {
        folder.changed(
                "eider.yaml",
                "\"localhost:9092\"",
                "\"localhost:9092\", properties: {schema.registry.ssl.truststore.type: PEM," + " " + name
                        + ": anything}");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("eider.yaml:6:117: Invalid properties: " + name + " (one of ");
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
