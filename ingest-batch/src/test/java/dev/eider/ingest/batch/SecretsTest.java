package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Paginator;
import dev.eider.contract.Secret;
import dev.eider.sandbox.CannedResponse;
import dev.eider.zones.Manifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret that the source echoes wherever it can is nowhere afterwards. */
final class SecretsTest extends AgainstSandbox {
    private static final String CANARY = "cAnary+t0ken/42";
    private static final List<String> FORMS = List.of(CANARY, "cAnary%2Bt0ken%2F42", "cAnary+t0ken\\/42");

    @BeforeEach
    void setUp() {
        bench.retry = new Connection.Retry(2, Duration.ofSeconds(30));
    }

    static List<Connection.Auth> auths() {
        Secret secret = new Secret(CANARY);
        return List.of(
                new Connection.Auth.Bearer(secret),
                new Connection.Auth.ApiKey("X-Api-Key", secret, Connection.Auth.Location.HEADER),
                new Connection.Auth.ApiKey("api_key", secret, Connection.Auth.Location.QUERY));
    }

    @ParameterizedTest
    @MethodSource("auths")
    void staysOutOfTheZones(Connection.Auth auth) throws Exception {
        bench.auth = auth;
        bench.paginator = new Paginator.HeaderLink(10);
        server.serve(
                "/payments",
                CannedResponse.json(
                                200,
                                "{\"data\":[{\"a\":1}],\"" + CANARY
                                        + "\":1,\"next\":[\"/x?api_key=cAnary%2Bt0ken%2F42\","
                                        + "\"cAnary\\u002bt0ken\\/42\"],\"n\":7}")
                        .header("Link", "</more?api_key=cAnary%2Bt0ken%2F42&page=2>; rel=\"next\"")
                        .header("ETag", CANARY));
        server.serve("/more", CannedResponse.json(200, "{\"data\":[]}"));

        Manifest manifest = bench.run().manifest();

        assertThat(bench.pages(manifest))
                .hasSize(2)
                .allSatisfy(page -> assertThat(page.toString()).doesNotContain(FORMS));
        assertThat(bench.pages(manifest).get(0).toString()).contains("\"n\":7", "***");
        assertThat(bench.records(manifest)).containsExactly("{\"a\":1}");
    }

    @ParameterizedTest
    @MethodSource("auths")
    void staysOutOfMessagesAndTheirCauses(Connection.Auth auth) {
        bench.auth = auth;
        for (CannedResponse response : List.of(
                CannedResponse.json(500, "{\"error\":\"" + CANARY + "\"}"),
                CannedResponse.json(401, "{\"error\":\"" + CANARY + "\"}"),
                CannedResponse.json(200, "{\"" + CANARY + "\":\"" + CANARY + "\""),
                CannedResponse.json(200, "{\"" + CANARY + "\":1,\"" + CANARY + "\":2,\"data\":[]}"),
                CannedResponse.of(200, CANARY.getBytes(StandardCharsets.UTF_8), "text/html"),
                CannedResponse.json(302, "{}").header("Location", "http://evil.example/?api_key=" + CANARY),
                CannedResponse.json(200, "{\"data\":[]}")
                        .header("Link", "<http://evil.example/?t=" + CANARY + ">; rel=next"))) {
            server.serve("/payments", response);

            assertThat(trace(failure())).doesNotContain(FORMS);
        }
        bench.baseUrl = URI.create("http://127.0.0.1:1");
        assertThat(trace(failure())).doesNotContain(FORMS);
    }

    @Test
    void staysOutOfMessagesWhereItIsNoHeader() {
        bench.auth =
                new Connection.Auth.ApiKey("X-Api-Key", new Secret(CANARY + "\n"), Connection.Auth.Location.HEADER);

        assertThat(trace(failure())).doesNotContain(FORMS).contains("Invalid auth.api_key of connection 'bank'");
    }

    @Test
    void staysOutOfMessagesWhereItIsAParameterOfTheContract() {
        bench.params = Map.of("key", CANARY);
        bench.dataSelector = FieldPath.of("none");
        server.serve("/payments", CannedResponse.json(200, "{}"));

        assertThat(trace(failure())).doesNotContain(FORMS);
    }

    private EiderException failure() {
        EiderException e = catchThrowableOfType(EiderException.class, bench::run);
        assertThat(e).isNotNull();
        return e;
    }

    private static String trace(EiderException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text + e.nextStep().orElse("");
    }
}
