package dev.eider.ingest.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eider.payloads.MetaJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** What came with a record of a frame, as a producer sends it again. Immutable. */
final class ReplayedMeta {
    private final byte @Nullable [] key;
    private final @Nullable Long timestamp;
    private final List<Header> headers;

    private ReplayedMeta(byte @Nullable [] key, @Nullable Long timestamp, List<Header> headers) {
        this.key = key;
        this.timestamp = timestamp;
        this.headers = headers;
    }

    /** Of a record that came with nothing, but is given a key. */
    static ReplayedMeta ofKey(byte @Nullable [] key) {
        return new ReplayedMeta(key, null, List.of());
    }

    byte @Nullable [] key() {
        return key;
    }

    /** Milliseconds since 1970; null where there was none. */
    @Nullable Long timestamp() {
        return timestamp;
    }

    List<Header> headers() {
        return headers;
    }

    /** Reads the object of a frame, see {@link dev.eider.zones.FrameWriter}. */
    static ReplayedMeta read(byte[] buffer, int offset, int length) throws IOException {
        JsonNode meta = MetaJson.tree(buffer, offset, length);
        JsonNode time = meta.path("timestamp");
        return new ReplayedMeta(
                key(meta), time.isTextual() ? Instant.parse(time.textValue()).toEpochMilli() : null, headers(meta));
    }

    private static byte @Nullable [] key(JsonNode meta) {
        if (meta.path("key_base64").isTextual()) {
            return Base64.getDecoder().decode(meta.path("key_base64").textValue());
        }
        return meta.path("key").isTextual() ? meta.path("key").textValue().getBytes(StandardCharsets.UTF_8) : null;
    }

    private static List<Header> headers(JsonNode meta) {
        List<Header> headers = new ArrayList<>();
        if (meta.path("headers_base64").isArray()) {
            for (JsonNode pair : meta.path("headers_base64")) {
                byte[] value = pair.size() > 1
                        ? Base64.getDecoder().decode(pair.path(1).textValue())
                        : null;
                headers.add(new RecordHeader(pair.path(0).textValue(), value));
            }
        } else {
            meta.path("headers")
                    .properties()
                    .forEach(each -> headers.add(new RecordHeader(
                            each.getKey(), each.getValue().textValue().getBytes(StandardCharsets.UTF_8))));
        }
        return headers;
    }
}
