package dev.eider.payloads;

import java.util.Locale;

/**
 * What a payload or its headers say about its schema.
 *
 * @param value a number in decimal digits, or for {@code GUID} 32 hexadecimal digits with hyphens
 */
public record SchemaId(Kind kind, String value) {
    /** Which of a registry's counts the number is of. */
    public enum Kind {
        /** The one that serializers put before payloads. */
        ID,
        /** Apicurio's number of a version. */
        GLOBAL_ID,
        /** Apicurio's number of a text. */
        CONTENT_ID,
        /** What newer serializers of Confluent put into headers. */
        GUID
    }

    static SchemaId of(long id) {
        return new SchemaId(Kind.ID, Long.toString(id));
    }

    @Override
    public String toString() {
        return (kind == Kind.ID ? "" : kind.name().toLowerCase(Locale.ROOT) + " ") + value;
    }
}
