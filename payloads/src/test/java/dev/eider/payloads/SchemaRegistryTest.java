package dev.eider.payloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client of registries, against a stand-in for one. */
final class SchemaRegistryTest {
    private static SchemaRegistry client(String url, Map<String, String> properties) throws EiderException {
        Connection.Kafka connection =
                new Connection.Kafka("events", "localhost:9", Optional.of(URI.create(url)), "g", properties);
        return SchemaRegistry.of(connection).orElseThrow();
    }

    @Test
    void findsSchemasOfEachTypeAndKeepsThem() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start();
                SchemaRegistry registry = client(server.url() + "/", Map.of())) {
            SchemaId avro = SchemaId.of(server.register("a", "AVRO", "\"string\""));
            SchemaId proto = SchemaId.of(server.register("p", "PROTOBUF", "syntax = \"proto3\"; message M {}"));
            assertThat(registry.find(avro))
                    .contains(new WrittenSchema(avro, WrittenSchema.Type.AVRO, "\"string\"", List.of()));
            assertThat(registry.find(proto))
                    .contains(new WrittenSchema(
                            proto, WrittenSchema.Type.PROTOBUF, "syntax = \"proto3\"; message M {}", List.of()));
            long requests = server.requests();
            assertThat(registry.find(avro)).isPresent();
            assertThat(server.requests())
                    .as("requests for what was asked before")
                    .isEqualTo(requests);
        }
    }

    @Test
    void asksAgainForWhatWasNotThere() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start();
                SchemaRegistry registry = client(server.url().toString(), Map.of())) {
            SchemaId id = SchemaId.of(server.register("a", "AVRO", "\"string\""));
            server.missNext(1);
            assertThat(registry.find(id)).isEmpty();
            assertThat(registry.find(id)).isPresent();
        }
    }

    @Test
    void speaksToApicurioByBothOfItsAddresses() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start()) {
            String number = Integer.toString(server.register("a", "JSON", "{\"type\":\"object\"}"));
            for (String path : new String[] {"", "/apis/ccompat/v7", "/apis/registry/v3"}) {
                try (SchemaRegistry registry = client(server.url() + path, Map.of())) {
                    for (SchemaId.Kind kind :
                            List.of(SchemaId.Kind.ID, SchemaId.Kind.GLOBAL_ID, SchemaId.Kind.CONTENT_ID)) {
                        assertThat(registry.find(new SchemaId(kind, number)))
                                .as(path + " " + kind)
                                .hasValueSatisfying(schema -> {
                                    assertThat(schema.type()).isEqualTo(WrittenSchema.Type.JSON);
                                    assertThat(schema.text()).isEqualTo("{\"type\":\"object\"}");
                                });
                    }
                }
            }
        }
    }

    @Test
    void tellsAWrongPathFromASchemaThatNobodyKnows() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start()) {
            for (String path : new String[] {"", "/apis/ccompat/v7", "/apis/registry/v3"}) {
                try (SchemaRegistry registry = client(server.url() + path, Map.of())) {
                    assertThat(registry.find(SchemaId.of(1))).as(path).isEmpty();
                    registry.requireThere();
                }
            }
            try (SchemaRegistry registry = client(server.url() + "/registry", Map.of())) {
                assertThat(registry.find(SchemaId.of(1))).isEmpty();
                assertThatThrownBy(registry::requireThere)
                        .isInstanceOfSatisfying(
                                EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED))
                        .hasMessageContaining("at its path is no schema registry");
            }
        }
    }

    @Test
    void bringsReferencesOfReferences() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start();
                SchemaRegistry registry = client(server.url().toString(), Map.of())) {
            register(server.url(), "a.proto", "message A {}", "");
            register(server.url(), "b.proto", "import \\\"a.proto\\\"; message B { optional A a = 1; }", "a.proto");
            String answer =
                    register(server.url(), "c", "import \\\"b.proto\\\"; message C { optional B b = 1; }", "b.proto");
            SchemaId id = SchemaId.of(Long.parseLong(answer.replaceAll("\\D", "")));
            assertThat(registry.find(id).orElseThrow().references())
                    .extracting(WrittenSchema.Reference::name)
                    .containsExactly("b.proto", "a.proto");
        }
    }

    private static String register(URI url, String subject, String schema, String reference) throws Exception {
        String references = reference.isEmpty()
                ? "[]"
                : "[{\"name\":\"" + reference + "\",\"subject\":\"" + reference + "\",\"version\":1}]";
        String body = "{\"schemaType\":\"PROTOBUF\",\"schema\":\"" + schema + "\",\"references\":" + references + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/subjects/" + subject + "/versions"))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void asksAgainWhereThatMayHelp() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start();
                SchemaRegistry registry = client(server.url().toString(), Map.of())) {
            SchemaId id = SchemaId.of(server.register("a", "AVRO", "\"string\""));
            server.failNext(2);
            assertThat(registry.find(id)).isPresent();
        }
    }

    @Test
    void bringsThePasswordAndNeverShowsIt() throws Exception {
        try (var server = dev.eider.sandbox.kafka.SchemaRegistry.start("eider", "sec:ret")) {
            SchemaId id = SchemaId.of(server.register("a", "AVRO", "\"string\""));
            try (SchemaRegistry registry =
                    client(server.url().toString(), Map.of("schema.registry.basic.auth.user.info", "eider:sec:ret"))) {
                assertThat(registry.find(id)).isPresent();
            }
            try (SchemaRegistry registry =
                    client(server.url().toString(), Map.of("basic.auth.user.info", "eider:wrong"))) {
                assertThatThrownBy(() -> registry.find(id)).isInstanceOfSatisfying(EiderException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
                    assertThat(e.getMessage()).doesNotContain("wrong").contains("status 401");
                });
            }
        }
        assertThatThrownBy(() -> client("http://eider:secret@localhost:1", Map.of()))
                .isInstanceOf(EiderException.class)
                .hasMessageNotContaining("secret");
    }

    @Tag("slow")
    @Test
    void tellsThatNobodyAnswers() throws IOException, EiderException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Instant start = Instant.now();
        try (SchemaRegistry registry = client("http://127.0.0.1:" + port, Map.of())) {
            assertThatThrownBy(() -> registry.find(SchemaId.of(1)))
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
                    .hasMessageContaining("connection 'events'");
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }
}
