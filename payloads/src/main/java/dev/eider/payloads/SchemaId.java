package dev.eider.payloads;

import java.util.Locale;

/**
 * What a payload or its headers say about its schema.
 *
 * @param value a number in decimal digits, or for {@code GUID} 32 hexadecimal digits with hyphens
 */
public record SchemaId(Kind kind, String value) {
    private static final int DIGITS_MAX = 10;

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

    /** Whether a registry can have given it: they count from 1, and none has come further than 31 bits. */
    boolean isPossible() {
        if (kind == Kind.GUID) {
            return true;
        }
        long number = value.length() > DIGITS_MAX ? 0 : Long.parseLong(value);
        return number > 0 && number <= Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return (kind == Kind.ID ? "" : kind.name().toLowerCase(Locale.ROOT) + " ") + value;
    }
}
