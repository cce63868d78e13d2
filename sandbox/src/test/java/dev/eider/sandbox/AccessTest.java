package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final SandboxConfig CLOSED =
            SandboxConfig.builder().days(1).accounts(20).token("t0ken-canary").build();

    @Test
    void bearerTokenKeyHeaderAndKeyParameterAllOpen() throws IOException {
        try (SandboxServer server = SandboxServer.start(CLOSED)) {
            assertThat(status(server, "/accounts", "Authorization: Bearer t0ken-canary"))
                    .isEqualTo(200);
            assertThat(status(server, "/accounts", "X-API-Key: t0ken-canary")).isEqualTo(200);
            assertThat(status(server, "/accounts?api_key=t0ken-canary")).isEqualTo(200);
            assertThat(server.counts().unauthorized()).isZero();
        }
    }

    @Test
    void allElseIs401InJson() throws IOException {
        try (SandboxServer server = SandboxServer.start(CLOSED)) {
            assertThat(status(server, "/accounts")).isEqualTo(401);
            assertThat(status(server, "/accounts", "Authorization: Bearer t0ken-canar"))
                    .isEqualTo(401);
            assertThat(status(server, "/accounts", "Authorization: Basic t0ken-canary"))
                    .isEqualTo(401);
            assertThat(status(server, "/accounts?api_key=")).isEqualTo(401);
            assertThat(status(server, "/nothing")).isEqualTo(401);
            RawClient.Reply reply = new RawClient(server.baseUrl()).get("/accounts");
            assertThat(reply.json().get("error").textValue()).isEqualTo("unauthorized");
            assertThat(server.counts().unauthorized()).isEqualTo(6);
            assertThat(server.counts().pages()).isZero();
        }
    }

    @Test
    void anExpiredTokenIs403FromThenOn() throws IOException {
        try (SandboxServer server =
                SandboxServer.start(CLOSED.toBuilder().expiresAfter(2).build())) {
            RawClient client = new RawClient(server.baseUrl(), "X-Api-Key: t0ken-canary");
            assertThat(client.get("/accounts").status()).isEqualTo(200);
            assertThat(status(server, "/accounts")).isEqualTo(401);
            assertThat(client.get("/accounts").status()).isEqualTo(200);
            assertThat(client.get("/accounts").status()).isEqualTo(403);
            assertThat(client.get("/accounts").json().get("error").textValue()).isEqualTo("expired");
        }
    }

    @Test
    void theSecretIsNeitherEchoedNorLoggedNorCounted() throws IOException {
        Logger logger = Logger.getLogger(Connection.class.getName());
        StringBuffer log = new StringBuffer();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.append(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level before = logger.getLevel();
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try (SandboxServer server = SandboxServer.start(CLOSED)) {
            RawClient client = new RawClient(server.baseUrl());
            RawClient.Reply page = client.get("/accounts?api_key=t0ken-canary&page_size=5");
            assertThat(page.next()).hasValue("/accounts?page_size=5&page=2");
            assertThat(page.text()).doesNotContain("canary");
            assertThat(client.get("/_sandbox/stats").text()).doesNotContain("canary");
            assertThat(client.get("/accounts?api_key=t0ken-canary&page=canary").text())
                    .doesNotContain("canary");
            assertThat(CLOSED.toString()).doesNotContain("canary");
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
        assertThat(log.toString()).contains("GET /accounts 200").doesNotContain("canary");
    }

    @Test
    void allProblemsOfAConfigurationAreInOneMessage() {
        SandboxConfig.Builder bad = SandboxConfig.builder()
                .port(70_000)
                .accounts(2)
                .days(0)
                .faults(1.5)
                .fault(Fault.RESET, -1)
                .repeats(Double.NaN)
                .token(" ");
        assertThatThrownBy(bad::build)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("Invalid port: 70000 (0 to 65535)")
                .contains("Invalid accounts: 2 (4 to 1000000)")
                .contains("Invalid days: 0")
                .contains("Invalid faults: ")
                .contains("Invalid repeats: NaN")
                .contains("Invalid token: blank");
    }

    private static int status(SandboxServer server, String target, String... headers) {
        return new RawClient(server.baseUrl(), headers).get(target).status();
    }
}
