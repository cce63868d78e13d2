package dev.eider.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of generations and their pointer. Thread-safe. */
final class GenerationFiles {
    static final String PREFIX = "warehouse/generations/";
    static final String DATABASE = "warehouse.duckdb";
    static final String KEYS = "keys.parquet";
    private static final String DESCRIPTION = "generation.json";
    private static final ObjectKey POINTER = new ObjectKey("warehouse/CURRENT.json");
    private static final String LINK = "warehouse/current";

    /** Each further round needs the pointer moved within the one before. */
    private static final int MENDS_MAX = 5;

    private static final int JSON_BYTES_MAX = 8 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bucket bucket;

    GenerationFiles(Bucket bucket) {
        this.bucket = bucket;
    }

    /** A pointer and the version by which it can be moved. */
    record Pointed(Pointer pointer, Version version) {}

    static ObjectKey key(String generation, String file) {
        return new ObjectKey(PREFIX + generation + "/" + file);
    }

    Optional<Pointed> pointer() throws EiderException {
        Optional<StoredObject> stored = bucket.find(POINTER);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = read(POINTER);
        Pointer pointer = new Pointer(
                required(json, "current", POINTER),
                required(json, "newest", POINTER),
                json.path("pinned").asBoolean(false));
        return Optional.of(new Pointed(pointer, stored.get().version()));
    }

    /** Moves the pointer if it is still the one that was read. */
    boolean move(Optional<Pointed> from, Pointer to) throws EiderException {
        ObjectNode json = JSON.createObjectNode();
        json.put("current", to.current());
        json.put("newest", to.newest());
        json.put("pinned", to.pinned());
        Body body = body(json);
        Optional<Version> moved = from.isPresent()
                ? bucket.replace(POINTER, from.get().version(), body)
                : bucket.createIfAbsent(POINTER, body);
        return moved.isPresent();
    }

    /** Points the well-known name at what readers should see; what a killed publication left undone is mended. */
    void mend() throws EiderException {
        if (bucket.localPath(POINTER).isEmpty()) {
            // Elsewhere there is no such name: a mirror has one of its own.
            return;
        }
        Optional<Pointed> pointed = pointer();
        for (int i = 0; i < MENDS_MAX && pointed.isPresent(); i++) {
            bucket.point(LINK, PREFIX + pointed.get().pointer().current());
            Optional<Pointed> now = pointer();
            if (now.equals(pointed)) {
                return;
            }
            // Who moved the pointer meanwhile may have swapped the name before this did, and it would lag behind.
            pointed = now;
        }
    }

    void describe(Generation generation) throws EiderException {
        ObjectNode json = JSON.createObjectNode();
        json.put("number", generation.number());
        json.put("name", generation.name());
        generation.basedOn().ifPresent(b -> json.put("based_on", b));
        json.put("bytes", generation.bytes());
        json.put("sha256", generation.sha256());
        generation.parts().ifPresent(parts -> {
            json.put("part_bytes", parts.bytes());
            ArrayNode hashes = json.putArray("parts_sha256");
            parts.sha256().forEach(hashes::add);
        });
        json.put("keys_sha256", generation.keysSha256());
        json.put("published_at", generation.publishedAt().toString());
        json.put("storage_version", generation.storageVersion());
        json.put("build", generation.build());
        ObjectNode rows = json.putObject("rows");
        generation.rows().forEach(rows::put);
        bucket.createIfAbsent(key(generation.name(), DESCRIPTION), body(json));
    }

    Optional<Generation> find(String name) throws EiderException {
        ObjectKey key = key(name, DESCRIPTION);
        if (bucket.find(key).isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = read(key);
        Map<String, Long> rows = new LinkedHashMap<>();
        json.path("rows")
                .properties()
                .forEach(e -> rows.put(e.getKey(), e.getValue().asLong()));
        try {
            return Optional.of(new Generation(
                    json.path("number").asLong(),
                    required(json, "name", key),
                    Optional.ofNullable(json.path("based_on").textValue()),
                    json.path("bytes").asLong(),
                    required(json, "sha256", key),
                    parts(json),
                    required(json, "keys_sha256", key),
                    Instant.parse(required(json, "published_at", key)),
                    rows,
                    json.path("storage_version").asText(),
                    json.path("build").asText()));
        } catch (DateTimeException e) {
            throw corrupt(key, "published_at is no time");
        }
    }

    private static Optional<Generation.Parts> parts(JsonNode json) {
        int bytes = json.path("part_bytes").asInt(0);
        List<String> hashes = new ArrayList<>();
        json.path("parts_sha256").forEach(hash -> hashes.add(hash.asText()));
        return bytes > 0 ? Optional.of(new Generation.Parts(bytes, hashes)) : Optional.empty();
    }

    /** The generation, which must be there. */
    Generation open(String name) throws EiderException {
        return find(name)
                .orElseThrow(() -> new EiderException(
                        ErrorCode.CORRUPT_OBJECT,
                        "Cannot read generation " + name + ": its description is missing",
                        "eider generations lists those that are whole; eider rollback moves to one"));
    }

    /** Deletes the generation's objects, its description first: what is left is no generation any more. */
    void delete(String name) throws EiderException {
        for (String file : new String[] {DESCRIPTION, DATABASE, KEYS}) {
            Optional<StoredObject> stored = bucket.find(key(name, file));
            if (stored.isPresent()) {
                bucket.delete(stored.get().key(), stored.get().version());
            }
        }
    }

    private JsonNode read(ObjectKey key) throws EiderException {
        try (InputStream in = bucket.open(key, Range.ALL)) {
            JsonNode json = JSON.readTree(in.readNBytes(JSON_BYTES_MAX));
            if (json == null || !json.isObject()) {
                throw corrupt(key, "it is no JSON object");
            }
            return json;
        } catch (IOException e) {
            throw corrupt(key, "it is no JSON");
        }
    }

    private static Body body(ObjectNode json) {
        try {
            return Body.of(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write JSON", e);
        }
    }

    private static String required(JsonNode json, String name, ObjectKey key) throws EiderException {
        String value = json.path(name).textValue();
        if (value == null || value.isEmpty()) {
            throw corrupt(key, name + " is missing");
        }
        return value;
    }

    private static EiderException corrupt(ObjectKey key, String why) {
        return new EiderException(ErrorCode.CORRUPT_OBJECT, "Cannot read " + key + ": " + why, null);
    }
}
