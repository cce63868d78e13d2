package dev.eider.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A whole answer in bytes. Immutable: its buffers are written through duplicates, so that many connections may share
 * one.
 *
 * @param status for the log
 * @param head status line and headers, with their empty line
 * @param body what Content-Length counts
 * @param page what it holds, if it is a page of records
 */
record Answer(int status, ByteBuffer head, ByteBuffer body, Optional<PageCounts> page) {

    static Answer of(
            int status, String contentType, Map<String, String> headers, ByteBuffer body, Optional<PageCounts> page) {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        head.append("Content-Type: ").append(contentType).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.remaining()).append("\r\n\r\n");
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(status, ByteBuffer.wrap(bytes), body, page);
    }

    static Answer json(int status, String body) {
        return json(status, Map.of(), body);
    }

    static Answer json(int status, Map<String, String> headers, String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return of(status, "application/json", headers, bytes, Optional.empty());
    }

    /** An answer {@code {"error": …}}. */
    static Answer error(int status, String message) {
        PageBuffer body = new PageBuffer().ascii("{\"error\":").string(message).put('}');
        return json(status, new String(body.toBytes(), StandardCharsets.UTF_8));
    }

    static Answer html() {
        String body = "<!doctype html>\n<html><head><title>Maintenance</title></head>"
                + "<body><h1>The bank is having a short rest.</h1></body></html>\n";
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return of(200, "text/html; charset=utf-8", Map.of(), bytes, Optional.empty());
    }

    /** The same bytes outside the heap, from where the system sends them without a copy. */
    Answer direct() {
        ByteBuffer all = ByteBuffer.allocateDirect(bytes());
        all.put(head.duplicate()).put(body.duplicate()).flip();
        int split = head.remaining();
        return new Answer(status, all.slice(0, split), all.slice(split, all.remaining() - split), page);
    }

    int bytes() {
        return head.remaining() + body.remaining();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Found";
            case 308 -> "Resume Incomplete";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }
}
