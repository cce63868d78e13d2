package dev.eider.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An answer given word for word. Immutable. */
public final class CannedResponse {
    private final int status;
    private final String contentType;
    private final Map<String, String> headers;
    private final ByteBuffer body;

    private CannedResponse(int status, String contentType, Map<String, String> headers, ByteBuffer body) {
        this.status = status;
        this.contentType = contentType;
        this.headers = headers;
        this.body = body;
    }

    /** These bytes, copied; {@code Content-Length} is added. */
    public static CannedResponse of(int status, byte[] body, String contentType) {
        return new CannedResponse(status, contentType, Map.of(), ByteBuffer.wrap(body.clone()));
    }

    /** This text as JSON. */
    public static CannedResponse json(int status, String body) {
        return of(status, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /**
     * The same with one more header, {@code Link} or {@code Location} for example.
     *
     * @throws IllegalArgumentException if it would break the head
     */
    public CannedResponse header(String name, String value) {
        if (name.matches("(?s).*[\\r\\n:].*") || value.matches("(?s).*[\\r\\n].*")) {
            throw new IllegalArgumentException("Invalid header: " + name + " (one line, no colon in its name)");
        }
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new CannedResponse(status, contentType, more, body);
    }

    Answer answer() {
        return Answer.of(status, contentType, headers, body.duplicate(), Optional.empty());
    }
}
