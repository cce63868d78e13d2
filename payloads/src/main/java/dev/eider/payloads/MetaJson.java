package dev.eider.payloads;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * How the JSON object is read that came with a record, see {@link dev.eider.zones.FrameWriter}: text of ours, of any
 * size that a record may bring; names are those of headers, which anybody may make up. Thread-safe.
 */
public final class MetaJson {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectReader TREES = new JsonMapper(FACTORY).readerFor(JsonNode.class);

    private MetaJson() {}

    /** The whole object in memory. */
    public static JsonNode tree(byte[] buffer, int offset, int length) throws IOException {
        return TREES.readTree(buffer, offset, length);
    }
}
