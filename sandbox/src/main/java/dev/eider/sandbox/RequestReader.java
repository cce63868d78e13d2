package dev.eider.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the requests of one connection, one after another. Not thread-safe. */
final class RequestReader {
    /** The most bytes of a request's head. */
    static final int HEAD_BYTES_MAX = 32 * 1024;

    private final ReadableByteChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(HEAD_BYTES_MAX);

    RequestReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * The next request; empty at an orderly end of the connection.
     *
     * @throws BadRequestException if it is no request; the connection is of no more use
     */
    Optional<Request> next() throws IOException, BadRequestException {
        int end = headEnd();
        while (end < 0) {
            if (input.position() == HEAD_BYTES_MAX) {
                throw new BadRequestException("Invalid request: a head of more than " + HEAD_BYTES_MAX + " bytes");
            }
            if (channel.read(input) < 0) {
                if (input.position() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("Cannot read a request: the connection ended within it");
            }
            end = headEnd();
        }
        String head = new String(input.array(), 0, end, StandardCharsets.ISO_8859_1);
        input.flip().position(end);
        input.compact();
        Request request = parse(head);
        skipBody(request);
        return Optional.of(request);
    }

    private int headEnd() {
        byte[] bytes = input.array();
        for (int i = 3; i < input.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static Request parse(String head) throws BadRequestException {
        String[] lines = head.split("\r\n", 0);
        String[] first = lines.length == 0 ? new String[0] : lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].startsWith("HTTP/1.") || !first[1].startsWith("/")) {
            throw new BadRequestException("Invalid request: not `METHOD /path HTTP/1.1`");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new BadRequestException("Invalid request: a header without a colon");
            }
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        if (first[2].equals("HTTP/1.0")) {
            headers.putIfAbsent("connection", "close");
        }
        return Request.of(first[0], first[1], headers);
    }

    /** Nothing here reads bodies: one that fits the buffer is skipped, so that the connection stays of use. */
    private void skipBody(Request request) throws IOException, BadRequestException {
        String stated = request.header("content-length").orElse("0");
        if (request.header("transfer-encoding").isPresent() || !stated.matches("[0-9]{1,5}")) {
            throw new BadRequestException("Invalid request: a body");
        }
        int length = Integer.parseInt(stated);
        if (length > HEAD_BYTES_MAX) {
            throw new BadRequestException("Invalid request: a body");
        }
        while (input.position() < length) {
            if (channel.read(input) < 0) {
                throw new EOFException("Cannot read a request: the connection ended within its body");
            }
        }
        input.flip().position(length);
        input.compact();
    }
}
