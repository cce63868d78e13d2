package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schemas under another implementation of JSON Schema, with files under another reader. */
class SchemasTest {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonSchema CONTRACT = FACTORY.getSchema(Schemas.contract());
    private static final JsonSchema PROJECT = FACTORY.getSchema(Schemas.project());

    @Test
    void acceptTheSimpleCase() {
        assertThat(errors(CONTRACT, Folder.TRANSACTION)).isEmpty();
        assertThat(errors(PROJECT, Folder.PROJECT)).isEmpty();
    }

    @Test
    void acceptEverythingThatIsSupported() {
        assertThat(errors(CONTRACT, """
                        dataset: order
                        description: Orders.
                        owner: sales@example
                        version: 2
                        timezone: Europe/London
                        engine: duckdb
                        source:
                          connection: crm
                          path: /v2/orders
                          params: {from: "{interval.start:%Y-%m-%d}", limit: 500, all: true}
                          headers: {Accept: application/json}
                          paginator: {type: cursor, cursor_path: $.meta.next, maximum_page: 5000}
                          total_path: $.meta.total
                          incremental: {start: 2024-01-01, interval: day, lookback: 3, parallel: 4}
                          on_bad_page: skip
                        primary_key: [order_id]
                        event_time: ordered_at
                        updated_at: ordered_at
                        fields:
                          order_id: bigint
                          total: {type: "decimal(18,2)", from: $.amounts.total, required: true, minimum: 0, maximum: 1e9}
                          status: {type: string, enum: [NEW, PAID], pattern: "[A-Z]+", min_length: 3, mask: token}
                          ordered_at: {type: timestamp, format: "%Y-%m-%d %H:%M:%S"}
                        unknown_fields: reject
                        quality: {max_rejected: 1%, min_records: 1, max_unknown_fields: 0}
                        star:
                          fact: order_fact
                          dimensions: {status_dimension: status, other_dimension: {natural_key: status}}
                          measures: total
                        """)).isEmpty();
        assertThat(errors(PROJECT, """
                        project: acme
                        default_environment: dev
                        timezone: UTC
                        bucket: ${BUCKET:-./data}
                        mask_key: ${file:.secrets/mask_key}
                        warehouse: {work: .eider/work, keep: 10, storage_version: v1.4.0, constraints: audited}
                        limits: {memory: 2GiB, threads: "${THREADS}", record_size: 16MiB, dates_per_batch: 10}
                        metrics: {pushgateway: "http://localhost:9091"}
                        connections:
                          crm:
                            type: api
                            base_url: https://api.crm.example
                            auth: {type: api_key, name: X-Key, api_key: "${KEY}", location: header}
                            headers: {X-Tenant: acme}
                            rate_limit: 20/s
                            retry: {attempts: 8, budget: 15m}
                            timeout: 30s
                        environments:
                          dev:
                          prod: {connections: {crm: {timeout: 5s}}}
                        """)).isEmpty();
    }

    @Test
    void acceptTopics() {
        assertThat(errors(CONTRACT, """
                        dataset: card_event
                        source:
                          connection: events
                          topic_pattern: "bank\\\\.(?<source_system>[a-z]+)\\\\.cards"
                          format: avro
                          key_format: string
                          schema_file: card.avsc
                          tombstones: exclude
                        primary_key: event_id
                        updated_at: $meta.timestamp
                        fields:
                          event_id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset]}
                          sent_at: {type: timestamp, from: $meta.timestamp}
                        """)).isEmpty();
        assertThat(errors(CONTRACT, """
                        dataset: card_event
                        sources:
                          history: {connection: bank, path: /b, paginator: {type: single_page}}
                          live: {connection: events, topic: bank.core.cards}
                        fields: {a: string}
                        """)).isEmpty();
        assertThat(errors(PROJECT, """
                        connections:
                          events:
                            type: kafka
                            bootstrap_servers: "a:9092,b:9092"
                            schema_registry: ${REGISTRY}
                            group_id: cards
                            properties: {security.protocol: SASL_SSL, sasl.jaas.config: "${JAAS}", fetch.min.bytes: 1}
                        """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataset: Transaction",
                "dataset: 1",
                "fields: {a: {type: string, requird: true}}",
                "fields: {a: {from: $.a}}",
                "source: {connection: a, path: /b}",
                "source: {connection: a, path: /b, paginator: {type: offset}}",
                "source: {connection: a, path: /b, paginator: {type: header_link, cursor_path: $.a}}",
                "source: {connection: a, topic: b, path: /b}",
                "source: {connection: a, topic: b, topic_pattern: b}",
                "source: {connection: a, format: json}",
                "source: {connection: a, topic: b, format: string}",
                "source: {connection: a, topic: b, schema_file: ../b.avsc}",
                "schedule: '@daily'",
                "sources: {a: {connection: a, topic: b}}",
                "quality: {max_rejected: 1}",
                "primary_key: []",
            })
    void refuseWhatTheReaderRefuses(String change) {
        String key = change.substring(0, change.indexOf(':'));
        String text = withoutKey(key) + change + "\n";

        assertThat(errors(CONTRACT, text)).isNotEmpty();
        Problems problems = new Problems();
        YamlText.mapping(Path.of("x"), text, problems)
                .ifPresent(root ->
                        new Checker(Path.of("x"), problems, Checker.Quoting.ALL).check(root, DatasetVocabulary.ROOT));
        assertThat(problems.isEmpty()).isFalse();
    }

    @Test
    void refuseLiteralSecretsAndKeysOfAllEnvironments() {
        assertThat(errors(PROJECT, "mask_key: abc")).isNotEmpty();
        assertThat(errors(PROJECT, "environments: {prod: {timezone: UTC}}")).isNotEmpty();
        assertThat(errors(PROJECT, "connections: {a: {type: api}}")).isNotEmpty();
        assertThat(errors(PROJECT, "connections: {a: {type: kafka}}")).isNotEmpty();
        assertThat(errors(PROJECT, "connections: {a: {type: kafka, bootstrap_servers: localhost}}"))
                .isNotEmpty();
    }

    @Test
    void acceptTheExamples() throws IOException {
        Path examples = Path.of(System.getProperty("eider.root", ".."), "examples");
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(examples)) {
            try (Stream<Path> walk = Files.walk(examples)) {
                walk.filter(p -> p.toString().endsWith(".yaml")).forEach(files::add);
            }
        }
        for (Path file : files) {
            boolean isProject = file.endsWith("eider.yaml");
            boolean isDataset = file.getParent().endsWith("datasets");
            if (isProject || isDataset) {
                assertThat(errors(isProject ? PROJECT : CONTRACT, Files.readString(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    private static String withoutKey(String key) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("dataset", "dataset: transaction\n");
        parts.put("source", "source: {connection: a, path: /b, paginator: {type: single_page}}\n");
        parts.put("fields", "fields: {a: string}\n");
        parts.remove(key);
        return String.join("", parts.values());
    }

    private static List<String> errors(JsonSchema schema, String yaml) {
        Object value =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        JsonNode node = new ObjectMapper().valueToTree(value);
        return schema.validate(node).stream().map(Object::toString).toList();
    }
}
