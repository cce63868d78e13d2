package dev.eider.payloads;

import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the schemas of a batch. Immutable. */
final class Schemas {
    /** Longest text of a schema with all that it needs. */
    static final int TEXT_MAX = 1 << 20;

    private final Map<SchemaId, WrittenSchema> known;
    private final Optional<Source.SchemaFile> file;

    /** @param file the schema of all values, which are not framed then */
    Schemas(Collection<WrittenSchema> known, Optional<Source.SchemaFile> file) {
        Map<SchemaId, WrittenSchema> byId = new HashMap<>();
        known.forEach(schema -> byId.put(schema.id(), schema));
        this.known = Map.copyOf(byId);
        this.file = file;
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    Optional<Source.SchemaFile> file() {
        return file;
    }

    /** The schema, which is of the type that is agreed. */
    WrittenSchema find(SchemaId id, WrittenSchema.Type agreed) throws RefusedException {
        WrittenSchema schema = known.get(id);
        if (schema == null) {
            // Not which one: what nobody knows may be four bytes of a person's name.
            throw new RefusedException(RejectionCode.UNKNOWN_SCHEMA, "its schema is not in the registry");
        }
        if (schema.type() != agreed) {
            throw new RefusedException(
                    RejectionCode.WRONG_FORMAT,
                    "its schema, " + id + ", is of " + name(schema.type()) + ", where " + name(agreed) + " is agreed");
        }
        return schema;
    }

    /** Refuses a text that would take long to read. */
    static void requireShort(String text, List<WrittenSchema.Reference> references) throws RefusedException {
        if (!isShort(text, references)) {
            throw unreadable();
        }
    }

    static boolean isShort(String text, List<WrittenSchema.Reference> references) {
        long length = text.length();
        for (WrittenSchema.Reference reference : references) {
            length += reference.name().length() + reference.text().length();
        }
        return length <= TEXT_MAX;
    }

    static RefusedException unreadable() {
        return new RefusedException(
                RejectionCode.UNKNOWN_SCHEMA, "its schema cannot be read, or has what is not supported");
    }

    static String name(WrittenSchema.Type type) {
        return switch (type) {
            case AVRO -> "Avro";
            case JSON -> "JSON";
            case PROTOBUF -> "Protobuf";
        };
    }
}
