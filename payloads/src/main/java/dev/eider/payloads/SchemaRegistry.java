package dev.eider.payloads;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.Closeable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * Schemas by what records say of them, from a registry that speaks Confluent's protocol, or Apicurio's. What was found
 * is kept; what nobody knows is asked for again, since it may have been registered meanwhile. Thread-safe.
 */
public final class SchemaRegistry implements Closeable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int KEPT_MAX = 2_000;
    private static final int REFERENCES_MAX = 200;
    private static final String NATIVE = "/apis/registry/";
    private static final String COMPATIBLE = "/apis/ccompat/";

    private final RegistryClient client;
    private final HttpUrl compatible;
    private final HttpUrl own;
    private final Map<SchemaId, WrittenSchema> known = new ConcurrentHashMap<>();

    private SchemaRegistry(Connection.Kafka connection, HttpUrl base) throws EiderException {
        this.client = new RegistryClient(connection, base);
        String path = base.encodedPath().replaceFirst("/+$", "");
        int ofOwn = path.indexOf(NATIVE);
        int ofCompatible = path.indexOf(COMPATIBLE);
        String root = path.substring(0, Math.max(Math.max(ofOwn, ofCompatible), 0));
        this.compatible = at(base, ofOwn < 0 ? path : root + COMPATIBLE + "v7");
        this.own = at(base, ofOwn >= 0 ? path : (ofCompatible < 0 ? path : root) + NATIVE + "v3");
    }

    private static HttpUrl at(HttpUrl base, String path) {
        return base.newBuilder()
                .encodedPath(path.isEmpty() ? "/" : path)
                .query(null)
                .fragment(null)
                .build();
    }

    /** The registry of a connection; empty where it has none. */
    public static Optional<SchemaRegistry> of(Connection.Kafka connection) throws EiderException {
        if (connection.schemaRegistry().isEmpty()) {
            return Optional.empty();
        }
        HttpUrl base = HttpUrl.parse(connection.schemaRegistry().get().toString());
        if (base == null || !base.username().isEmpty() || !base.password().isEmpty()) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid schema_registry of connection '" + connection.name()
                            + "' (an http or https URL without user or password)");
        }
        return Optional.of(new SchemaRegistry(connection, base));
    }

    /** The schema if it was found before. */
    public Optional<WrittenSchema> known(SchemaId id) {
        return Optional.ofNullable(known.get(id));
    }

    /**
     * The schema; empty if the registry does not know it.
     *
     * @throws EiderException where it does not answer, or refuses to; then nothing is known
     */
    public Optional<WrittenSchema> find(SchemaId id) throws EiderException {
        WrittenSchema schema = known.get(id);
        if (schema != null) {
            return Optional.of(schema);
        }
        Optional<WrittenSchema> asked = ask(id);
        asked.ifPresent(found -> keep(id, found));
        return asked;
    }

    /**
     * Tells a registry that does not know a schema from an address where no registry is: both answer "not found".
     *
     * @throws EiderException if it does not answer, or there is none
     */
    public void requireThere() throws EiderException {
        if (!client.isThere(below(compatible, "subjects")) && !client.isThere(below(own, "system", "info"))) {
            throw client.absent();
        }
    }

    private void keep(SchemaId id, WrittenSchema schema) {
        if (known.size() >= KEPT_MAX) {
            known.clear();
        }
        known.put(id, schema);
    }

    private Optional<WrittenSchema> ask(SchemaId id) throws EiderException {
        return switch (id.kind()) {
            case ID -> compatible(id, "schemas", "ids", id.value());
            case GUID -> compatible(id, "schemas", "guids", id.value());
            case GLOBAL_ID -> own(id, "globalIds");
            case CONTENT_ID -> own(id, "contentIds");
        };
    }

    private static HttpUrl below(HttpUrl base, String... steps) {
        HttpUrl.Builder url = base.newBuilder();
        for (String step : steps) {
            url.addPathSegment(step);
        }
        return url.build();
    }

    private Optional<WrittenSchema> compatible(SchemaId id, String... steps) throws EiderException {
        Optional<RegistryClient.Answer> answer = client.get(below(compatible, steps));
        return answer.isEmpty() ? Optional.empty() : written(id, json(answer.get()));
    }

    /** The newest schema of a subject, asked for each time; empty if the registry has no such subject. */
    public Optional<WrittenSchema> latest(String subject) throws EiderException {
        Optional<RegistryClient.Answer> answer =
                client.get(below(compatible, "subjects", subject, "versions", "latest"));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        JsonNode schema = json(answer.get());
        if (!schema.path("id").isIntegralNumber()) {
            throw client.unreadable();
        }
        return written(SchemaId.of(schema.path("id").longValue()), schema);
    }

    private Optional<WrittenSchema> written(SchemaId id, JsonNode schema) throws EiderException {
        Map<String, String> references = new LinkedHashMap<>();
        gather(schema.path("references"), references);
        if (!schema.path("schema").isTextual()) {
            throw client.unreadable();
        }
        String type = schema.path("schemaType").asText(WrittenSchema.Type.AVRO.name());
        return type(type).map(found -> schema(id, found, text(schema), references));
    }

    private Optional<WrittenSchema> own(SchemaId id, String kind) throws EiderException {
        Optional<RegistryClient.Answer> answer = client.get(below(own, "ids", kind, id.value()));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> references = new LinkedHashMap<>();
        Optional<RegistryClient.Answer> listed = client.get(below(own, "ids", kind, id.value(), "references"));
        if (listed.isPresent()) {
            gather(json(listed.get()), references);
        }
        String text = answer.get().text();
        Optional<WrittenSchema.Type> type = answer.get().artifactType().isPresent()
                ? type(answer.get().artifactType().get())
                : Optional.of(guess(text));
        return type.map(found -> schema(id, found, text, references));
    }

    /** What a schema needs, and what that needs, each once. */
    private void gather(JsonNode list, Map<String, String> texts) throws EiderException {
        for (JsonNode reference : list) {
            String name = reference.path("name").asText();
            if (texts.containsKey(name) || texts.size() >= REFERENCES_MAX) {
                continue;
            }
            JsonNode schema = json(client.get(address(reference)).orElseThrow(client::unreadable));
            texts.put(name, text(schema));
            gather(schema.path("references"), texts);
        }
    }

    /** Apicurio says {@code artifactId} where Confluent says {@code subject}. */
    private HttpUrl address(JsonNode reference) {
        String subject =
                reference.path("subject").asText(reference.path("artifactId").asText());
        return below(
                compatible,
                "subjects",
                subject,
                "versions",
                reference.path("version").asText());
    }

    private JsonNode json(RegistryClient.Answer answer) throws EiderException {
        try {
            return JSON.readTree(answer.text());
        } catch (JsonProcessingException e) {
            throw client.unreadable();
        }
    }

    private static String text(JsonNode schema) {
        return schema.path("schema").asText();
    }

    private static WrittenSchema schema(
            SchemaId id, WrittenSchema.Type type, String text, Map<String, String> references) {
        return new WrittenSchema(
                id,
                type,
                text,
                references.entrySet().stream()
                        .map(entry -> new WrittenSchema.Reference(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** A type that is none of ours is as good as unknown. */
    private static Optional<WrittenSchema.Type> type(String name) {
        for (WrittenSchema.Type type : WrittenSchema.Type.values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static WrittenSchema.Type guess(String text) {
        JsonNode schema;
        try {
            schema = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return WrittenSchema.Type.PROTOBUF;
        }
        boolean isJson = schema.has("$schema")
                || schema.has("properties")
                || schema.path("type").asText().equals("object");
        return isJson ? WrittenSchema.Type.JSON : WrittenSchema.Type.AVRO;
    }

    @Override
    public void close() {
        client.close();
    }
}
