package dev.eider.sandbox.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eider.sandbox.kafka.SchemaStore.Reference;
import dev.eider.sandbox.kafka.SchemaStore.RefusedException;
import dev.eider.sandbox.kafka.SchemaStore.Schema;
import dev.eider.sandbox.kafka.SchemaStore.Version;
import java.util.ArrayList;
import java.util.List;

/** The requests of a registry's clients, as steps of a path and JSON. Thread-safe. */
final class SchemaRequests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaStore store;

    SchemaRequests(SchemaStore store) {
        this.store = store;
    }

    /** {@code POST /subjects/S/versions} registers, {@code POST /subjects/S} looks up. */
    JsonNode post(List<String> steps, JsonNode request) throws RefusedException {
        if (steps.size() < 2 || !steps.get(0).equals("subjects")) {
            throw new RefusedException(40400, "Not found");
        }
        String subject = steps.get(1);
        Schema schema = schema(request);
        if (steps.size() == 3 && steps.get(2).equals("versions")) {
            return JSON.createObjectNode()
                    .put("id", store.register(subject, schema).id());
        }
        if (steps.size() == 2) {
            // A subject that is not there has a code of its own.
            store.version(subject, -1);
            return version(
                    store.find(subject, schema).orElseThrow(() -> new RefusedException(40403, "Schema not found")));
        }
        throw new RefusedException(40400, "Not found");
    }

    JsonNode read(List<String> steps) throws RefusedException {
        String first = steps.isEmpty() ? "" : steps.get(0);
        return switch (first) {
            case "" -> JSON.createObjectNode();
            case "config" -> JSON.createObjectNode().put("compatibilityLevel", "NONE");
            case "subjects" -> subjects(steps);
            case "schemas" -> schemas(steps);
            case "apis" -> text(steps);
            default -> throw new RefusedException(40400, "Not found");
        };
    }

    private JsonNode subjects(List<String> steps) throws RefusedException {
        if (steps.size() == 1) {
            return JSON.valueToTree(store.subjects());
        }
        String subject = steps.get(1);
        if (steps.size() == 3 && steps.get(2).equals("versions")) {
            ArrayNode numbers = JSON.createArrayNode();
            store.versions(subject).forEach(version -> numbers.add(version.version()));
            return numbers;
        }
        if (steps.size() >= 4 && steps.get(2).equals("versions")) {
            Version version = store.version(subject, steps.get(3).equals("latest") ? -1 : number(steps.get(3)));
            return steps.size() == 4
                    ? version(version)
                    : TextNode.valueOf(version.schema().text());
        }
        throw new RefusedException(40400, "Not found");
    }

    private JsonNode schemas(List<String> steps) throws RefusedException {
        if (steps.size() == 2 && steps.get(1).equals("types")) {
            return JSON.createArrayNode().add("JSON").add("PROTOBUF").add("AVRO");
        }
        if (steps.size() < 3 || !steps.get(1).equals("ids")) {
            throw new RefusedException(40400, "Not found");
        }
        int id = number(steps.get(2));
        if (steps.size() == 3) {
            return content(JSON.createObjectNode(), store.schema(id));
        }
        ArrayNode answer = JSON.createArrayNode();
        switch (steps.get(3)) {
            case "schema" -> {
                return TextNode.valueOf(store.schema(id).text());
            }
            case "subjects" -> store.versionsOf(id).forEach(version -> answer.add(version.subject()));
            case "versions" ->
                store.versionsOf(id)
                        .forEach(version -> answer.addObject()
                                .put("subject", version.subject())
                                .put("version", version.version()));
            default -> throw new RefusedException(40400, "Not found");
        }
        return answer;
    }

    /** {@code /apis/registry/v3/ids/contentIds/N} or {@code globalIds}, which are one here, and {@code references}. */
    private JsonNode text(List<String> steps) throws RefusedException {
        if (steps.size() < 6
                || !steps.get(1).equals("registry")
                || !steps.get(3).equals("ids")) {
            throw new RefusedException(40400, "Not found");
        }
        Schema schema = store.schema(number(steps.get(5)));
        if (steps.size() == 6) {
            return TextNode.valueOf(schema.text());
        }
        ArrayNode references = JSON.createArrayNode();
        schema.references()
                .forEach(reference -> references
                        .addObject()
                        .put("name", reference.name())
                        .put("artifactId", reference.subject())
                        .put("version", Integer.toString(reference.version())));
        return references;
    }

    private static int number(String step) throws RefusedException {
        try {
            return Integer.parseInt(step);
        } catch (NumberFormatException e) {
            throw new RefusedException(42202, "Invalid number");
        }
    }

    private static Schema schema(JsonNode request) throws RefusedException {
        if (!request.path("schema").isTextual()) {
            throw new RefusedException(42201, "Empty schema");
        }
        List<Reference> references = new ArrayList<>();
        request.path("references")
                .forEach(each -> references.add(new Reference(
                        each.path("name").asText(),
                        each.path("subject").asText(),
                        each.path("version").asInt())));
        return new Schema(
                request.path("schemaType").asText("AVRO"),
                request.path("schema").textValue(),
                references);
    }

    private static ObjectNode version(Version version) {
        ObjectNode node = JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        return content(node, version.schema());
    }

    /** As registries answer: no type where it is Avro. */
    private static ObjectNode content(ObjectNode node, Schema schema) {
        node.put("schema", schema.text());
        if (!schema.type().equals("AVRO")) {
            node.put("schemaType", schema.type());
        }
        if (!schema.references().isEmpty()) {
            node.set("references", JSON.valueToTree(schema.references()));
        }
        return node;
    }
}
