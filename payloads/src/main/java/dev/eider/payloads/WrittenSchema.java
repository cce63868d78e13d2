package dev.eider.payloads;

import java.util.List;

/**
 * A schema that payloads were written with.
 *
 * @param text as the registry has it
 * @param references other schemas that it needs, and those that they need
 */
public record WrittenSchema(SchemaId id, Type type, String text, List<Reference> references) {
    public WrittenSchema {
        references = List.copyOf(references);
    }

    /** What the text is written in. */
    public enum Type {
        AVRO,
        /** JSON Schema: payloads are JSON. */
        JSON,
        PROTOBUF
    }

    /**
     * Another schema that a schema needs.
     *
     * @param name how the schema imports it: a file's name in Protobuf, a type's in Avro
     */
    public record Reference(String name, String text) {}
}
