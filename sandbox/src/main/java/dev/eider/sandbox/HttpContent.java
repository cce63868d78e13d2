package dev.eider.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** The content of a message where it is short enough to be kept. Nobody changes it. */
final class HttpContent {
    static final HttpContent EMPTY = new HttpContent(new byte[0]);

    private static final int TEXT_BYTES_MAX = 16 * 1024 * 1024;

    private final byte[] bytes;

    private HttpContent(byte[] bytes) {
        this.bytes = bytes;
    }

    /** These bytes, which the caller gives away. */
    static HttpContent of(byte[] bytes) {
        return new HttpContent(bytes);
    }

    int length() {
        return bytes.length;
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    /** What it says, out of its compression: clients of Google send even short texts compressed. */
    String text() {
        boolean isCompressed = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (isCompressed) {
            try (InputStream in = new GZIPInputStream(open())) {
                return new String(in.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
