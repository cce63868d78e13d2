package dev.eider.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** An answer on its way to the client; its body is read once. */
record StoreAnswer(HttpHead head, HttpBody body) {
    /** The most bytes of an answer that is kept: a page of 1,000 names has about one million. */
    static final int KEPT_BYTES_MAX = 16 * 1024 * 1024;

    /** An answer that can be given again. */
    record Kept(HttpHead head, HttpContent content) {
        StoreAnswer again() {
            return new StoreAnswer(head, HttpBody.of(content.open(), content.length()));
        }
    }

    static StoreAnswer of(int status, String contentType, Map<String, String> headers, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = Answer.of(status, contentType, headers, ByteBuffer.wrap(body), Optional.empty())
                .head()
                .duplicate();
        byte[] bytes = new byte[head.remaining()];
        head.get(bytes);
        return new Kept(HttpHead.read(new ByteArrayInputStream(bytes)).orElseThrow(), HttpContent.of(body)).again();
    }

    int status() throws IOException {
        return head.status();
    }

    /** The answer with its body read. */
    Kept keep() throws IOException {
        byte[] content = body.readNBytes(KEPT_BYTES_MAX);
        if (!body.isEnded() && body.read() >= 0) {
            throw new IOException("Cannot keep an answer: more than " + KEPT_BYTES_MAX + " bytes");
        }
        return new Kept(
                head.without("transfer-encoding").with("Content-Length", "" + content.length), HttpContent.of(content));
    }
}
