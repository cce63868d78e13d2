package dev.eider.zones.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What no emulator has: a bucket's rules with a metageneration, one object of any size that is made up as it is read
 * and checked as it is written, and answers as they are told.
 */
final class StubStore implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+|\\*)(?:-(\\d+))?/(\\d+|\\*)");
    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer instead of the usual one. */
    record Answer(int status, String body) {
        static Answer refusal(int status, String reason, String message) {
            return new Answer(
                    status,
                    "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"errors\":[{\"reason\":\""
                            + reason + "\",\"message\":\"" + message + "\"}]}}");
        }
    }

    private final HttpServer server;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final CRC32C received = new CRC32C();
    private final long objectBytes;
    private JsonNode rules = JSON.createObjectNode();
    private int metageneration = 1;
    private boolean losesNextAnswer;

    private StubStore(HttpServer server, long objectBytes) {
        this.server = server;
        this.objectBytes = objectBytes;
    }

    /**
     * Starts it.
     *
     * @param objectBytes size of the object that it serves
     */
    static StubStore start(long objectBytes) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StubStore stub = new StubStore(server, objectBytes);
        server.createContext("/", stub::handle);
        server.start();
        return stub;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method, address and what is noteworthy of the head. */
    List<String> requests() {
        return requests;
    }

    synchronized void answer(Answer... next) {
        answers.addAll(List.of(next));
    }

    /** Does what the next call asks for, and says nothing of it. */
    synchronized void loseNextAnswer() {
        losesNextAnswer = true;
    }

    synchronized void rules(String json) throws IOException {
        rules = JSON.readTree(json);
        metageneration++;
    }

    synchronized JsonNode rules() {
        return rules;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        Answer told;
        synchronized (this) {
            told = answers.poll();
        }
        try (exchange) {
            if (told != null) {
                exchange.getRequestBody().readAllBytes();
                send(exchange, told);
            } else if (request.startsWith("POST /upload/")) {
                exchange.getRequestBody().readAllBytes();
                received.reset();
                exchange.getResponseHeaders().set("Location", url() + "/upload/session");
                exchange.sendResponseHeaders(200, -1);
            } else if (request.startsWith("PUT /upload/session")) {
                take(exchange);
            } else if (request.startsWith("GET /download/")) {
                give(exchange);
            } else {
                send(exchange, bucket(exchange));
            }
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        synchronized (this) {
            if (losesNextAnswer) {
                losesNextAnswer = false;
                return;
            }
        }
        byte[] content = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(answer.status, content.length);
        exchange.getResponseBody().write(content);
    }

    private synchronized Answer bucket(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] content = exchange.getRequestBody().readAllBytes();
            if (!("PATCH".equals(exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override"))
                    && exchange.getRequestURI().getQuery().contains("ifMetagenerationMatch=" + metageneration))) {
                return Answer.refusal(412, "conditionNotMet", "Precondition failed");
            }
            rules = JSON.readTree(content).path("lifecycle");
            metageneration++;
        }
        ObjectNode bucket = JSON.createObjectNode();
        bucket.put("metageneration", "" + metageneration);
        if (!rules.isEmpty()) {
            bucket.set("lifecycle", rules);
        }
        return new Answer(200, bucket.toString());
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = exchange.getRequestBody()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received.update(buffer, 0, count);
            }
        }
        Matcher range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Content-Range"));
        if (!range.matches()) {
            send(exchange, Answer.refusal(400, "invalid", "Content-Range"));
        } else if (range.group(3).equals("*")) {
            exchange.getResponseHeaders().set("Range", "bytes=0-" + range.group(2));
            exchange.sendResponseHeaders(308, -1);
        } else {
            String checksum = GcsUpload.encode(received);
            boolean isSame =
                    ("crc32c=" + checksum).equals(exchange.getRequestHeaders().getFirst("x-goog-hash"));
            send(
                    exchange,
                    isSame
                            ? new Answer(
                                    200,
                                    "{\"bucket\":\"acme\",\"name\":\"prod/large\",\"generation\":\"7\",\"crc32c\":\""
                                            + checksum + "\",\"size\":\"" + range.group(3) + "\"}")
                            : Answer.refusal(400, "invalid", "Provided CRC32C is not the content's"));
        }
    }

    private void give(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        CRC32C checksum = new CRC32C();
        for (long left = objectBytes; left > 0; left -= buffer.length) {
            checksum.update(buffer, 0, (int) Math.min(left, buffer.length));
        }
        exchange.getResponseHeaders().set("x-goog-hash", "crc32c=" + GcsUpload.encode(checksum));
        exchange.getResponseHeaders().set("x-goog-generation", "7");
        exchange.sendResponseHeaders(200, objectBytes);
        OutputStream out = exchange.getResponseBody();
        for (long left = objectBytes; left > 0; left -= buffer.length) {
            out.write(buffer, 0, (int) Math.min(left, buffer.length));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
