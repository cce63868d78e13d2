package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
    private SandboxServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = SandboxServer.start(SandboxConfig.builder()
                .days(1)
                .accounts(20)
                .transactionsPerDay(50)
                .build());
        client = new RawClient(server.baseUrl());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException, InterruptedException {
        HttpClient pooled =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < 50; i++) {
            HttpRequest request = HttpRequest.newBuilder(server.baseUrl().resolve("/accounts"))
                    .build();
            assertThat(pooled.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(server.counts().requests()).isEqualTo(50);
        assertThat(server.counts().connections()).isEqualTo(1);
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        String one = "GET /accounts?page_size=1 HTTP/1.1\r\nHost: a\r\n\r\n";
        String two = "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        RawClient.Reply both = client.send(one + two);
        assertThat(both.text()).startsWith("HTTP/1.1 200 OK\r\n").containsOnlyOnce("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void headHasNoBodyAndPostIsRefused() {
        RawClient.Reply head = client.send("HEAD /accounts HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(head.promised()).isPositive();
        assertThat(head.body()).isEmpty();
        RawClient.Reply post =
                client.send("POST /accounts HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        assertThat(post.status()).isEqualTo(405);
    }

    @Test
    void nonsenseIsRefusedAndTheNextClientServed() {
        assertThat(client.send("hello\r\n\r\n").status()).isEqualTo(400);
        assertThat(client.send("GET /%zz HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
        assertThat(client.send("GET / HTTP/1.1\r\nno colon\r\n\r\n").status()).isEqualTo(400);
        assertThat(client.send("GET /" + "x".repeat(RequestReader.HEAD_BYTES_MAX))
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/accounts").status()).isEqualTo(200);
    }

    @Test
    void anyBytesAreAPageByteForByte() {
        byte[] bytes = new byte[100_000];
        new Random(20250106).nextBytes(bytes);
        server.servePage("/torture", bytes, "application/json");
        RawClient.Reply reply = client.get("/torture?page=1&from=2025-01-06");
        assertThat(reply.body().getBytes(StandardCharsets.ISO_8859_1))
                .as("seed 20250106")
                .isEqualTo(bytes);
        server.servePage("/torture", new byte[0], "application/json");
        assertThat(client.get("/torture").promised()).isZero();
    }

    @Test
    void severalBodiesArePagesOfOnePath() {
        server.servePages(
                "/broken",
                List.of("{".getBytes(StandardCharsets.UTF_8), "}".getBytes(StandardCharsets.UTF_8)),
                "text/x");
        assertThat(client.pages("/broken").stream().map(RawClient.Reply::body)).containsExactly("{", "}");
        assertThat(client.get("/broken?page=3").body()).isEqualTo("{\"data\":[]}");
    }

    @Test
    void anAnswerIsServedWordForWord() {
        server.serve("/moved", CannedResponse.json(302, "").header("Location", "http://other.example/"));
        RawClient.Reply reply = client.get("/moved");
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("Location")).hasValue("http://other.example/");
        assertThatThrownBy(() -> CannedResponse.json(200, "").header("X", "a\r\nY: b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingEndsIdleAndSlowConnectionsAndFreesThePort() throws IOException {
        try (Socket idle = new Socket("127.0.0.1", server.baseUrl().getPort())) {
            client.get("/accounts");
            server.close();
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> client.get("/accounts")).hasCauseInstanceOf(ConnectException.class);
        }
        server.close();
        SandboxConfig samePort =
                SandboxConfig.builder().port(server.baseUrl().getPort()).build();
        try (SandboxServer second = SandboxServer.start(samePort)) {
            assertThat(second.baseUrl()).isEqualTo(server.baseUrl());
            assertThatThrownBy(() -> SandboxServer.start(samePort))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "Cannot listen on 127.0.0.1:" + second.baseUrl().getPort());
        }
    }

    @Test
    void prerenderedPagesAreTheSamePages() throws IOException {
        SandboxConfig config = SandboxConfig.builder()
                .days(5)
                .accounts(20)
                .transactionsPerDay(50)
                .pageSize(30)
                .repeats(0.1)
                .dirty(0.1)
                .build();
        try (SandboxServer plain = SandboxServer.start(config);
                SandboxServer rendered =
                        SandboxServer.start(config.toBuilder().prerendered().build())) {
            for (String target :
                    List.of("/transactions", "/transactions", "/accounts", "/transactions?from=2025-01-07")) {
                assertThat(bodies(rendered, target)).isEqualTo(bodies(plain, target));
            }
            assertThat(rendered.counts().dirty()).isEqualTo(plain.counts().dirty());
            assertThat(rendered.counts().records()).isEqualTo(plain.counts().records());
        }
    }

    private static List<String> bodies(SandboxServer server, String target) {
        return new RawClient(server.baseUrl())
                .pages(target).stream().map(RawClient.Reply::body).toList();
    }
}
