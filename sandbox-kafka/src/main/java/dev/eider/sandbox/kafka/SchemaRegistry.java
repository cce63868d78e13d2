package dev.eider.sandbox.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.eider.sandbox.kafka.SchemaStore.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stand-in for a registry of schemas, on loopback: neither Confluent's nor Apicurio's server, but the requests that
 * their clients send to register schemas and to read them by id, answered alike. In memory; ids follow from the content.
 * It judges no compatibility. The same paths answer below {@code /apis/ccompat/v7}, as Apicurio's server has them, and
 * {@code /apis/registry/v3/ids/..} gives the bare text of a schema, as its own API does. Thread-safe.
 */
public final class SchemaRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String COMPATIBLE = "/apis/ccompat/v7";
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, SchemaRegistry::thread);
    private final Optional<String> authorization;
    private final SchemaStore store = new SchemaStore();
    private final SchemaRequests requests = new SchemaRequests(store);
    private final AtomicLong count = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger misses = new AtomicInteger();

    private SchemaRegistry(int port, Optional<String> authorization) throws IOException {
        this.authorization = authorization;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sandbox-registry");
        thread.setDaemon(true);
        return thread;
    }

    /** A registry at a free port. */
    public static SchemaRegistry start() throws IOException {
        return start(0);
    }

    /** A registry at this port. */
    public static SchemaRegistry start(int port) throws IOException {
        return new SchemaRegistry(port, Optional.empty());
    }

    /** A registry at a free port that answers only who brings these (HTTP basic). */
    public static SchemaRegistry start(String username, String password) throws IOException {
        String pair = Base64.getEncoder().encodeToString((username + ':' + password).getBytes(StandardCharsets.UTF_8));
        return new SchemaRegistry(0, Optional.of("Basic " + pair));
    }

    /** Its address, without a slash at its end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Requests so far, refused ones included. */
    public long requests() {
        return count.get();
    }

    /** Lets so many of the next requests fail with status 503. */
    public void failNext(int number) {
        failures.set(number);
    }

    /** Lets so many of the next requests find nothing, like a replica that lags behind. */
    public void missNext(int number) {
        misses.set(number);
    }

    /**
     * Registers a schema without HTTP; its id.
     *
     * @param type {@code AVRO}, {@code PROTOBUF} or {@code JSON}
     * @throws IllegalArgumentException for what is no schema
     */
    public int register(String subject, String type, String schema) {
        try {
            return store.register(subject, new SchemaStore.Schema(type, schema, List.of()))
                    .id();
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        count.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (isNext(failures)) {
                error(exchange, 503, 50300, "Try again later");
            } else if (!isAllowed(exchange)) {
                error(exchange, 401, 40101, "Unauthorized");
            } else if (isNext(misses)) {
                error(exchange, 404, 40403, "Schema not found");
            } else {
                respond(exchange, body);
            }
        }
    }

    private static boolean isNext(AtomicInteger number) {
        return number.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private boolean isAllowed(HttpExchange exchange) {
        return authorization
                .map(wanted -> wanted.equals(exchange.getRequestHeaders().getFirst("Authorization")))
                .orElse(true);
    }

    private void respond(HttpExchange exchange, byte[] body) throws IOException {
        try {
            String path = exchange.getRequestURI().getRawPath();
            String rest = path.startsWith(COMPATIBLE) ? path.substring(COMPATIBLE.length()) : path;
            List<String> steps = new ArrayList<>();
            for (String step : rest.split("/", -1)) {
                if (!step.isEmpty()) {
                    steps.add(URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8));
                }
            }
            JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            JsonNode answer =
                    exchange.getRequestMethod().equals("POST") ? requests.post(steps, request) : requests.read(steps);
            // A text is the schema itself, whole.
            send(exchange, 200, answer.isTextual() ? bytes(answer.textValue()) : JSON.writeValueAsBytes(answer));
        } catch (RefusedException e) {
            error(exchange, e.status(), e.code, String.valueOf(e.getMessage()));
        } catch (JacksonException | NumberFormatException e) {
            error(exchange, 400, 40000, "Invalid request");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void error(HttpExchange exchange, int status, int code, String message) throws IOException {
        ObjectNode error = JSON.createObjectNode().put("error_code", code).put("message", message);
        send(exchange, status, JSON.writeValueAsBytes(error));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
