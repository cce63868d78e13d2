package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {
    private static final SandboxConfig SMALL = SandboxConfig.builder()
            .days(2)
            .accounts(20)
            .transactionsPerDay(100)
            .retryAfter(Duration.ofSeconds(7))
            .slowFor(Duration.ofMillis(200))
            .build();
    private static final String PAGE = "/accounts?page_size=20";

    @Test
    void tooManyRequestsSaysWhenToComeBack() throws IOException {
        RawClient.Reply reply = meets(Fault.TOO_MANY_REQUESTS);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).hasValue("7");
    }

    @Test
    void unavailableIs503() throws IOException {
        RawClient.Reply reply = meets(Fault.UNAVAILABLE);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEmpty();
    }

    @Test
    void resetComesBeforeAnyByte() throws IOException {
        RawClient.Reply reply = meets(Fault.RESET);
        assertThat(reply.wasReset()).isTrue();
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void resetMidwayNeverBringsTheWholeBody() throws IOException {
        RawClient.Reply reply = meets(Fault.RESET_MIDWAY);
        assertThat(reply.wasReset()).isTrue();
        // A reset may overtake what was sent before it: whether the half arrives is the system's choice.
        assertThat(reply.text()).doesNotContain("next_cursor");
    }

    @Test
    void truncatedBodyIsHalfOfWhatWasPromisedAndEndsInOrder() throws IOException {
        RawClient.Reply reply = meets(Fault.TRUNCATED_BODY);
        assertThat(reply.wasReset()).isFalse();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().length()).isEqualTo(reply.promised() / 2).isPositive();
    }

    @Test
    void htmlIsA200OfAnotherType() throws IOException {
        RawClient.Reply reply = meets(Fault.HTML);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(reply.body()).startsWith("<!doctype html>");
    }

    @Test
    void slowBodyIsTheGoodOneAndTakesItsTime() throws IOException {
        long start = System.nanoTime();
        RawClient.Reply reply = meets(Fault.SLOW_BODY);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        assertThat(reply.json().get("data")).hasSize(20);
    }

    /** The page is good before and after, and the fault is in the counts. */
    private static RawClient.Reply meets(Fault fault) throws IOException {
        try (SandboxServer server = SandboxServer.start(SMALL)) {
            RawClient client = new RawClient(server.baseUrl());
            String good = client.get(PAGE).text();
            server.failNext("/accounts", fault);
            assertThat(client.get("/transactions").status()).isEqualTo(200);
            assertThat(server.counts().faultsServed()).isZero();
            RawClient.Reply spoilt = client.get(PAGE);
            assertThat(server.counts().of(fault)).isEqualTo(1);
            assertThat(server.counts().faultsServed()).isEqualTo(1);
            assertThat(client.get(PAGE).text()).isEqualTo(good);
            assertThat(server.counts().pages()).isEqualTo(fault == Fault.SLOW_BODY ? 4 : 3);
            return spoilt;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aThirdTryIsAlwaysGood(Fault fault) throws IOException {
        try (SandboxServer server = SandboxServer.start(
                SMALL.toBuilder().fault(fault, 1).slowFor(Duration.ZERO).build())) {
            RawClient client = new RawClient(server.baseUrl());
            client.get(PAGE);
            client.get(PAGE);
            assertThat(server.counts().of(fault)).isEqualTo(2);
            assertThat(client.get(PAGE).json().get("data")).hasSize(20);
            assertThat(server.counts().of(fault)).isEqualTo(2);
        }
    }

    @Test
    void faultsDependOnTheUrlAndItsTryAndNotOnTheOrder() throws IOException {
        SandboxConfig config = SMALL.toBuilder()
                .fault(Fault.UNAVAILABLE, 0.2)
                .fault(Fault.HTML, 0.2)
                .build();
        List<String> targets = new ArrayList<>();
        for (int page = 1; page <= 20; page++) {
            targets.addAll(Collections.nCopies(5, "/transactions?page_size=10&page=" + page));
        }
        Map<String, List<String>> inOrder = outcomes(config, targets);
        Random random = new Random(4711);
        for (int round = 0; round < 3; round++) {
            Collections.shuffle(targets, random);
            assertThat(outcomes(config, targets))
                    .as("seed 4711, round %d", round)
                    .isEqualTo(inOrder);
        }
        assertThat(outcomes(config.toBuilder().seed(99).build(), targets)).isNotEqualTo(inOrder);
    }

    @Test
    void theSecretInTheUrlIsNoPartOfTheUrlsName() throws IOException {
        SandboxConfig config =
                SMALL.toBuilder().token("s3cr3t").fault(Fault.UNAVAILABLE, 1).build();
        try (SandboxServer server = SandboxServer.start(config)) {
            RawClient plain = new RawClient(server.baseUrl(), "Authorization: Bearer s3cr3t");
            assertThat(plain.get(PAGE).status()).isEqualTo(503);
            assertThat(plain.get(PAGE + "&api_key=s3cr3t").status()).isEqualTo(503);
            assertThat(plain.get(PAGE).status()).isEqualTo(200);
        }
    }

    @Test
    void theShareOfFaultsIsTheOneAskedFor() throws IOException {
        try (SandboxServer server = SandboxServer.start(
                SMALL.toBuilder().faults(0.3).slowFor(Duration.ZERO).build())) {
            RawClient client = new RawClient(server.baseUrl());
            for (int i = 0; i < 600; i++) {
                client.get("/accounts?page_size=1&try=" + i);
            }
            assertThat(server.counts().faultsServed()).isCloseTo(180L, within(40L));
            assertThat(server.counts().faults().values()).allMatch(count -> count > 5);
            assertThat(server.counts().pages()
                            + server.counts().faultsServed()
                            - server.counts().of(Fault.SLOW_BODY))
                    .isEqualTo(600);
        }
    }

    @Test
    void aBadPageStaysBadAndItsNeighboursAreGood() throws IOException {
        try (SandboxServer server =
                SandboxServer.start(SMALL.toBuilder().badPage("accounts", 2).build())) {
            RawClient client = new RawClient(server.baseUrl());
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/accounts?page_size=5&page=2").body()).startsWith("<!doctype html>");
            }
            assertThat(client.get("/accounts?page_size=5&page=1").json().get("data"))
                    .hasSize(5);
            assertThat(client.get("/accounts?page_size=5&page=3").json().get("data"))
                    .hasSize(5);
            assertThat(server.counts().badPages()).isEqualTo(4);
            assertThat(server.counts().faultsServed()).isZero();
        }
    }

    @Test
    void statisticsAreServedWithoutCountingThemselves() throws IOException {
        try (SandboxServer server = SandboxServer.start(SMALL)) {
            RawClient client = new RawClient(server.baseUrl());
            server.failNext("/accounts", Fault.HTML);
            client.get(PAGE);
            client.get(PAGE);
            client.get("/_sandbox/stats");
            assertThat(client.get("/_sandbox/stats").json().at("/requests").intValue())
                    .isEqualTo(2);
            assertThat(client.get("/_sandbox/stats").json().at("/records").intValue())
                    .isEqualTo(20);
            assertThat(client.get("/_sandbox/stats").json().at("/faults/html").intValue())
                    .isEqualTo(1);
            assertThat(client.get("/_sandbox/health").json().at("/status").textValue())
                    .isEqualTo("ok");
        }
    }

    /** For each target the kinds of answers that its tries met, in their order. */
    private static Map<String, List<String>> outcomes(SandboxConfig config, List<String> targets) throws IOException {
        Map<String, List<String>> outcomes = new HashMap<>();
        try (SandboxServer server = SandboxServer.start(config)) {
            RawClient client = new RawClient(server.baseUrl());
            for (String target : targets) {
                RawClient.Reply reply = client.get(target);
                outcomes.computeIfAbsent(target, key -> new ArrayList<>())
                        .add(reply.status() + reply.header("Content-Type").orElse(""));
            }
        }
        return outcomes;
    }
}
