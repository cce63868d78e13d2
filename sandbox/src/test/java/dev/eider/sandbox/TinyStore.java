package dev.eider.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * As much of a store as the proxy's tests need, and as careless as emulators are: it appends whatever a session brings.
 * Objects are one character a byte.
 */
final class TinyStore implements AutoCloseable {
    static final String NAMES = "/storage/v1/b/b/o";
    static final String UPLOADS = "/upload/storage/v1/b/b/o";

    final Map<String, String> objects = new ConcurrentHashMap<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicLong bytesHeard = new AtomicLong();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TinyStore(HttpServer server) {
        this.server = server;
    }

    static TinyStore start() throws IOException {
        TinyStore store = new TinyStore(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        store.server.createContext("/", store::answer);
        store.server.setExecutor(store.threads);
        store.server.start();
        return store;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        StoreQuery query = StoreQuery.of(Optional.ofNullable(uri.getRawQuery()).orElse(""));
        if (uri.getPath().startsWith("/discard")) {
            bytesHeard.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
            reply(exchange, 200, "");
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.getRequestBody().transferTo(body);
        String content = body.toString(StandardCharsets.ISO_8859_1);
        heard.add(exchange.getRequestMethod() + " " + uri.getPath());
        if (uri.getPath().equals("/echo")) {
            exchange.getResponseHeaders()
                    .add("Host-Heard", exchange.getRequestHeaders().getFirst("Host"));
            reply(exchange, 200, content);
        } else if (uri.getPath().equals(NAMES)) {
            reply(exchange, 200, String.join(",", objects.keySet()));
        } else if (query.has("upload_id")) {
            chunk(exchange, query.of("upload_id", ""), content);
        } else if (query.of("uploadType", "").equals("resumable")) {
            String id = query.of("name", "");
            sessions.put(id, "");
            exchange.getResponseHeaders().add("Location", url() + UPLOADS + "?name=" + id + "&upload_id=" + id);
            reply(exchange, 200, "{}");
        } else if (uri.getPath().equals(UPLOADS)) {
            upload(exchange, query.of("name", ""), content);
        } else {
            download(exchange, uri.getPath().replaceFirst("^" + NAMES + "/", ""));
        }
    }

    private void upload(HttpExchange exchange, String name, String content) throws IOException {
        String stated = exchange.getRequestHeaders().getFirst("x-goog-hash");
        if (stated != null && !stated.equals(checksum(content))) {
            reply(exchange, 400, "another checksum");
            return;
        }
        reply(exchange, objects.putIfAbsent(name, content) == null ? 200 : 412, "{\"name\":\"" + name + "\"}");
    }

    private void chunk(HttpExchange exchange, String id, String content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        sessions.merge(id, content, String::concat);
        String total = range.substring(range.indexOf('/') + 1);
        int end = range.contains("*/") ? -1 : Integer.parseInt(range.replaceAll(".*-|/.*", ""));
        if (range.contains("*/") || total.equals("" + (end + 1))) {
            objects.put(id, sessions.getOrDefault(id, ""));
            reply(exchange, 200, "{\"done\":true}");
        } else {
            exchange.getResponseHeaders().add("Range", "bytes=0-" + end);
            reply(exchange, 308, "{}");
        }
    }

    private void download(HttpExchange exchange, String name) throws IOException {
        String content = objects.get(name);
        if (content != null) {
            exchange.getResponseHeaders().add("x-goog-hash", checksum(content));
        }
        reply(exchange, content == null ? 404 : 200, content == null ? "none" : content);
    }

    static String checksum(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.ISO_8859_1));
        return "crc32c=" + crc.getValue();
    }

    private static void reply(HttpExchange exchange, int status, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
