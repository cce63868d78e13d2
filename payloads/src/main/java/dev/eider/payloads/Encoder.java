package dev.eider.payloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;

/** Writes values of JSON in the format of a schema. */
interface Encoder {
    /** @throws RefusedException where the schema does not take the value as it is */
    void encode(JsonNode value, OutputStream out) throws RefusedException, IOException;

    /** Whether values are objects, rather than single ones. */
    boolean isOfObjects();
}
