package dev.eider.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PushgatewayTest {
    private final PrometheusRecorder recorder = new PrometheusRecorder(Clock.systemUTC());

    @Test
    void addsToOneGroupAStageAndDataset() throws IOException {
        recorder.step("ingest", "payment", "done", Duration.ofSeconds(1));
        recorder.step("stage", "payment", "failed", Duration.ofSeconds(1));
        recorder.tableRows("payment_fact", 42);
        Map<String, String> pushed = new ConcurrentHashMap<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            pushed.put(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), body);
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        try {
            boolean arrived = new Pushgateway(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .push(recorder);

            assertThat(arrived).isTrue();
            assertThat(pushed)
                    .containsOnlyKeys(
                            "POST /metrics/job/eider/stage/ingest/dataset/payment",
                            "POST /metrics/job/eider/stage/stage/dataset/payment",
                            "POST /metrics/job/eider/stage/publish");
            assertThat(pushed.get("POST /metrics/job/eider/stage/ingest/dataset/payment"))
                    .contains("eider_ingest_last_success_timestamp_seconds");
            assertThat(pushed.get("POST /metrics/job/eider/stage/stage/dataset/payment"))
                    .doesNotContain("last_success");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void onlyWarnsWhereNobodyListens() throws IOException {
        recorder.tableRows("payment_fact", 42);
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(new Pushgateway(URI.create("http://127.0.0.1:" + free)).push(recorder))
                .isFalse();
        assertThat(new Pushgateway(URI.create("http://nowhere.invalid:9091")).push(recorder))
                .isFalse();
    }

    @Test
    @Timeout(20)
    void onlyWarnsWhereNobodyAnswers() throws IOException {
        recorder.tableRows("payment_fact", 42);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());

            assertThat(new Pushgateway(address, Duration.ofMillis(100)).push(recorder))
                    .isFalse();
        }
    }
}
