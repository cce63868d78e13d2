package dev.eider.ingest.batch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Serves one body that is never held as a whole, plain or packed with gzip. */
final class StreamedSource implements Closeable {
    private final HttpServer server;

    interface Body {
        void write(OutputStream out) throws IOException;
    }

    StreamedSource(Body body, String encoding) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, body, encoding));
        // A thread an answer: one that the client has broken off must not hold up the next.
        server.setExecutor(task -> {
            Thread thread = new Thread(task, "streamed-source");
            thread.setDaemon(true);
            thread.start();
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, Body body, String encoding) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (encoding.equals("gzip")) {
                exchange.getResponseHeaders().set("Content-Encoding", encoding);
            }
            exchange.sendResponseHeaders(200, 0);
            OutputStream plain = exchange.getResponseBody();
            try (OutputStream out = encoding.equals("gzip") ? new GZIPOutputStream(plain, 1 << 16) : plain) {
                body.write(out);
            }
        }
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A page of equal records, each of this many bytes. */
    static Body page(int records, int recordBytes) {
        String head = "{\"id\":\"";
        String tail = "\"}";
        String record = head + "x".repeat(recordBytes - head.length() - tail.length()) + tail;
        byte[] more = ("," + record).getBytes(StandardCharsets.US_ASCII);
        return out -> {
            out.write("{\"data\":[".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < records; i++) {
                out.write(more, i == 0 ? 1 : 0, i == 0 ? more.length - 1 : more.length);
            }
            out.write("]}".getBytes(StandardCharsets.US_ASCII));
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
