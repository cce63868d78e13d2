package dev.eider.payloads;

import java.util.Locale;

/** A part of a record that has a format, with the headers in which serializers may name its schema. */
enum Part {
    KEY,
    VALUE;

    /** Of all headers that tell a schema. */
    static final String APICURIO = "apicurio.";

    final String word = name().toLowerCase(Locale.ROOT);
    final String globalId = APICURIO + word + ".globalId";
    final String contentId = APICURIO + word + ".contentId";
    final String messageName = APICURIO + "protobuf.type" + (name().equals("KEY") ? ".key" : "");
    final String confluent = "__" + word + "_schema_id";

    /** Whether the header says something of this part's schema. */
    boolean isNamedIn(String header) {
        return header.equals(globalId)
                || header.equals(contentId)
                || header.equals(messageName)
                || header.equals(confluent);
    }
}
