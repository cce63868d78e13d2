package dev.eider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that does nothing by itself: no retry, no pool, no check of lengths. What is on the wire is what it tells. */
final class RawClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = 10_000;

    private final URI base;
    private final String[] headers;

    RawClient(URI base, String... headers) {
        this.base = base;
        this.headers = headers;
    }

    /**
     * What came.
     *
     * @param text all bytes, one a character
     * @param wasReset true if the connection ended by a reset
     */
    record Reply(String text, boolean wasReset) {
        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers().get(name));
        }

        int promised() {
            return Integer.parseInt(header("Content-Length").orElseThrow());
        }

        JsonNode json() {
            try {
                return JSON.readTree(body().getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The target of the next page. */
        Optional<String> next() {
            return header("Link")
                    .map(link -> URI.create(link.substring(1, link.indexOf(">; rel=\"next\""))))
                    .map(uri -> uri.getRawPath() + "?" + uri.getRawQuery());
        }

        private Map<String, String> headers() {
            Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String line : text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n", 0)) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    found.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            return found;
        }
    }

    Reply get(String target) {
        StringBuilder request =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n");
        Arrays.stream(headers).forEach(header -> request.append(header).append("\r\n"));
        return send(request + "Connection: close\r\n\r\n");
    }

    Reply send(String request) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        boolean wasReset = false;
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            wasReset = !drained(socket.getInputStream(), received);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(received.toString(StandardCharsets.ISO_8859_1), wasReset);
    }

    /** All pages from a target on, by their Link headers. */
    List<Reply> pages(String target) {
        List<Reply> pages = new ArrayList<>();
        Optional<String> next = Optional.of(target);
        while (next.isPresent()) {
            Reply page = get(next.get());
            pages.add(page);
            next = page.next();
        }
        return pages;
    }

    /** The records of all pages from a target on. */
    List<JsonNode> records(String target) {
        List<JsonNode> records = new ArrayList<>();
        pages(target).forEach(page -> page.json().get("data").forEach(records::add));
        return records;
    }

    private static boolean drained(InputStream in, ByteArrayOutputStream into) throws IOException {
        byte[] buffer = new byte[8192];
        try {
            int read = in.read(buffer);
            while (read >= 0) {
                into.write(buffer, 0, read);
                read = in.read(buffer);
            }
            return true;
        } catch (SocketException e) {
            return false;
        }
    }
}
