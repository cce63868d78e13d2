package dev.eider.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The head of a message: its first line, and its headers in the order and the letters in which they came. Immutable.
 *
 * @param start {@code GET / HTTP/1.1} or {@code HTTP/1.1 200 OK}
 */
record HttpHead(String start, List<Header> headers) {
    /** The most bytes of a head. */
    static final int BYTES_MAX = 64 * 1024;

    record Header(String name, String value) {}

    HttpHead {
        headers = List.copyOf(headers);
    }

    /** The next head of a connection; empty at its orderly end. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder(512);
        int b = in.read();
        while (b >= 0) {
            text.append((char) b);
            if (b == '\n' && text.length() >= 4 && text.indexOf("\r\n\r\n", text.length() - 4) >= 0) {
                return Optional.of(parse(text.toString()));
            }
            if (text.length() >= BYTES_MAX) {
                throw new IOException("Cannot read a head: more than " + BYTES_MAX + " bytes");
            }
            b = in.read();
        }
        if (text.length() == 0) {
            return Optional.empty();
        }
        throw new EOFException("Cannot read a head: the connection ended within it");
    }

    private static HttpHead parse(String text) throws IOException {
        String[] lines = text.split("\r\n", 0);
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new IOException("Cannot read a head: a header without a colon");
            }
            headers.add(new Header(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).trim()));
        }
        return new HttpHead(lines[0], headers);
    }

    /** The first value of a header. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    HttpHead without(String name) {
        return new HttpHead(
                start,
                headers.stream()
                        .filter(header -> !header.name().equalsIgnoreCase(name))
                        .toList());
    }

    HttpHead with(String name, String value) {
        HttpHead rest = without(name);
        return new HttpHead(
                start,
                Stream.concat(rest.headers.stream(), Stream.of(new Header(name, value)))
                        .toList());
    }

    /** The status of an answer. */
    int status() throws IOException {
        if (!start.matches("HTTP/1\\.[01] [1-5][0-9]{2}.*")) {
            throw new IOException("Cannot read an answer: its first line is no status line");
        }
        return Integer.parseInt(start.substring(9, 12));
    }

    boolean closes() {
        return header("connection")
                .map(value -> value.equalsIgnoreCase("close"))
                .orElse(start.contains("HTTP/1.0"));
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(start).append("\r\n");
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
