package dev.eider.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lifecycle of one bucket as Google's documentation has it, which the emulator lacks: read with the bucket, patched
 * as a whole under a metageneration. It holds no objects. Tells what is asked and how it is told, not whether Google
 * would take the rules.
 */
final class RulesOfAStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String path;
    private JsonNode rules;
    private int metageneration = 1;
    private Optional<JsonNode> rival = Optional.empty();

    private RulesOfAStore(HttpServer server, String path, JsonNode rules) {
        this.server = server;
        this.path = path;
        this.rules = rules;
    }

    /** Of a bucket that has rules already. */
    static RulesOfAStore start(String bucket, String rules) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RulesOfAStore store = new RulesOfAStore(server, "/storage/v1/b/" + bucket, JSON.readTree(rules));
        server.createContext("/", store::answer);
        server.start();
        return store;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized JsonNode rules() {
        return rules;
    }

    /** Somebody else adds a rule right before the next change comes. */
    synchronized void rivalAdds(String rule) throws IOException {
        rival = Optional.of(JSON.readTree(rule));
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        int status = 404;
        if (exchange.getRequestURI().getPath().equals(path)) {
            status = exchange.getRequestMethod().equals("GET") ? 200 : patch(exchange, sent);
        }
        String body = status == 200
                ? "{\"metageneration\":\"" + metageneration + "\",\"lifecycle\":{\"rule\":" + rules + "}}"
                : "{\"error\":{\"code\":" + status + ",\"message\":\"no\"}}";
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int patch(HttpExchange exchange, byte[] sent) throws IOException {
        if (!"PATCH".equals(exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override"))) {
            return 405;
        }
        if (rival.isPresent()) {
            ArrayNode more = rules.deepCopy();
            rules = more.add(rival.get());
            metageneration++;
            rival = Optional.empty();
        }
        if (!exchange.getRequestURI().getQuery().contains("ifMetagenerationMatch=" + metageneration)) {
            return 412;
        }
        rules = JSON.readTree(sent).path("lifecycle").path("rule");
        metageneration++;
        return 200;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
