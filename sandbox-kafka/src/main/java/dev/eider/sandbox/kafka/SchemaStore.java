package dev.eider.sandbox.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The subjects of a registry and their versions, in memory. Thread-safe. */
final class SchemaStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, Schema> byId = new LinkedHashMap<>();
    private final Map<String, List<Integer>> subjects = new TreeMap<>();

    /**
     * A schema as it was registered.
     *
     * @param type {@code AVRO}, {@code PROTOBUF} or {@code JSON}
     */
    record Schema(String type, String text, List<Reference> references) {
        Schema {
            references = List.copyOf(references);
        }
    }

    /** What a schema takes from another: by this name, this version of a subject. */
    record Reference(String name, String subject, int version) {}

    /** A schema as a version of a subject, from 1. */
    record Version(String subject, int version, int id, Schema schema) {}

    /** A request that a registry of this kind refuses, by its code. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        final int code;

        RefusedException(int code, String message) {
            super(message);
            this.code = code;
        }

        /** The status of HTTP, which the first three digits are. */
        int status() {
            return code / 100;
        }
    }

    /** Registers a schema as the subject's newest version, unless it is one already. */
    synchronized Version register(String subject, Schema schema) throws RefusedException {
        check(schema);
        Optional<Version> known = find(subject, schema);
        if (known.isPresent()) {
            return known.get();
        }
        int id = idOf(schema);
        byId.put(id, schema);
        List<Integer> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        versions.add(id);
        return new Version(subject, versions.size(), id, schema);
    }

    private void check(Schema schema) throws RefusedException {
        if (!List.of("AVRO", "PROTOBUF", "JSON").contains(schema.type())) {
            throw new RefusedException(42201, "Invalid schema type " + schema.type());
        }
        if (!schema.type().equals("PROTOBUF")) {
            try {
                JSON.readTree(schema.text());
            } catch (JsonProcessingException e) {
                throw new RefusedException(42201, "Invalid schema: no JSON");
            }
        }
        for (Reference reference : schema.references()) {
            version(reference.subject(), reference.version());
        }
    }

    /** The version of the subject that this schema is. */
    synchronized Optional<Version> find(String subject, Schema schema) {
        List<Integer> versions = subjects.getOrDefault(subject, List.of());
        for (int i = 0; i < versions.size(); i++) {
            if (schema.equals(byId.get(versions.get(i)))) {
                return Optional.of(new Version(subject, i + 1, versions.get(i), schema));
            }
        }
        return Optional.empty();
    }

    /** A version of a subject; -1 is the newest. */
    synchronized Version version(String subject, int number) throws RefusedException {
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            throw new RefusedException(40401, "Subject '" + subject + "' not found.");
        }
        int version = number == -1 ? versions.size() : number;
        if (version < 1 || version > versions.size()) {
            throw new RefusedException(40402, "Version " + number + " not found.");
        }
        int id = versions.get(version - 1);
        return new Version(subject, version, id, schema(id));
    }

    synchronized Schema schema(int id) throws RefusedException {
        Schema schema = byId.get(id);
        if (schema == null) {
            throw new RefusedException(40403, "Schema " + id + " not found");
        }
        return schema;
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    synchronized List<Version> versions(String subject) throws RefusedException {
        int newest = version(subject, -1).version();
        List<Version> all = new ArrayList<>();
        for (int number = 1; number <= newest; number++) {
            all.add(version(subject, number));
        }
        return all;
    }

    synchronized List<Version> versionsOf(int id) throws RefusedException {
        schema(id);
        List<Version> all = new ArrayList<>();
        for (String subject : subjects.keySet()) {
            versions(subject).stream().filter(version -> version.id() == id).forEach(all::add);
        }
        return all;
    }

    /** The id follows from the content, so that a registry started anew gives the same ones. */
    private int idOf(Schema schema) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(schema.toString().getBytes(StandardCharsets.UTF_8));
            int id = Math.max(1, ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE);
            while (byId.containsKey(id) && !schema.equals(byId.get(id))) {
                id = id == Integer.MAX_VALUE ? 1 : id + 1;
            }
            return id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
