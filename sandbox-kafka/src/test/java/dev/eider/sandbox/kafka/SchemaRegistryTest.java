package dev.eider.sandbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests that clients of registries send, and their answers. */
final class SchemaRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "{\"type\":\"record\",\"name\":\"Key\",\"fields\":[]}";

    private final HttpClient client = HttpClient.newHttpClient();
    private SchemaRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = SchemaRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void givesOneIdToOneContentUnderEverySubjectAndInEveryRegistry() throws Exception {
        int id = register("a-value", KEY).path("id").asInt();
        assertThat(register("b-value", KEY).path("id").asInt()).isEqualTo(id);
        assertThat(register("b-value", "\"string\"").path("id").asInt()).isNotEqualTo(id);
        try (SchemaRegistry another = SchemaRegistry.start()) {
            assertThat(another.register("c-value", "AVRO", KEY)).isEqualTo(id);
        }
        assertThat(get("/schemas/ids/" + id).path("schema").asText()).isEqualTo(KEY);
        assertThat(get("/apis/ccompat/v7/schemas/ids/" + id).path("schema").asText())
                .isEqualTo(KEY);
        assertThat(send("GET", "/apis/registry/v3/ids/contentIds/" + id, "").body())
                .isEqualTo(KEY);
    }

    @Test
    void countsVersionsOfASubject() throws Exception {
        register("a-value", KEY);
        register("a-value", "\"string\"");
        register("a-value", KEY);
        JsonNode latest = get("/subjects/a-value/versions/latest");
        assertThat(latest.path("version").asInt()).isEqualTo(2);
        assertThat(latest.path("schema").asText()).isEqualTo("\"string\"");
        assertThat(get("/subjects/a-value/versions")).hasToString("[1,2]");
    }

    @Test
    void keepsReferences() throws Exception {
        register("key.avsc", KEY);
        String request = "{\"schema\":\"\\\"Key\\\"\",\"schemaType\":\"AVRO\",\"references\":"
                + "[{\"name\":\"Key\",\"subject\":\"key.avsc\",\"version\":1}]}";
        int id = JSON.readTree(
                        send("POST", "/subjects/a-value/versions", request).body())
                .path("id")
                .asInt();
        JsonNode reference = get("/schemas/ids/" + id).path("references").path(0);
        assertThat(reference.path("name").asText()).isEqualTo("Key");
        assertThat(reference.path("subject").asText()).isEqualTo("key.avsc");
        assertThat(reference.path("version").asInt()).isEqualTo(1);
    }

    @Test
    void refusesWhatRegistriesRefuse() throws Exception {
        assertThat(error("GET", "/schemas/ids/7", "")).isEqualTo(40403);
        assertThat(error("GET", "/subjects/none/versions/latest", "")).isEqualTo(40401);
        assertThat(error("POST", "/subjects/a/versions", "{\"schema\":\"{\"}")).isEqualTo(42201);
        assertThat(error("POST", "/subjects/a/versions", "{\"schema\":")).isEqualTo(40000);
        registry.failNext(1);
        assertThat(send("GET", "/subjects", "").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/subjects", "").statusCode()).isEqualTo(200);
    }

    @Test
    void answersOnlyWhoBringsThePassword() throws Exception {
        try (SchemaRegistry guarded = SchemaRegistry.start("eider", "secret")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(guarded.url() + "/subjects"));
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            request.header("Authorization", "Basic ZWlkZXI6c2VjcmV0");
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    private JsonNode register(String subject, String schema) throws Exception {
        String request = JSON.createObjectNode().put("schema", schema).toString();
        return JSON.readTree(
                send("POST", "/subjects/" + subject + "/versions", request).body());
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, "").body());
    }

    private int error(String method, String path, String body) throws Exception {
        return JSON.readTree(send(method, path, body).body()).path("error_code").asInt();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
