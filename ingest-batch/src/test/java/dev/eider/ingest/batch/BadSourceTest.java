package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Paginator;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Secret;
import dev.eider.contract.Source;
import dev.eider.sandbox.CannedResponse;
import dev.eider.zones.Books;
import dev.eider.zones.PageEnvelope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a source may do wrong, and what a person is told about it. */
final class BadSourceTest extends AgainstSandbox {
    private static final String HTML = "<html>down for maintenance</html>";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Check auth.token of connection 'bank' in eider.yaml: it may be wrong, expired or without the right",
                "403 | Check auth.token of connection 'bank' in eider.yaml: it may be wrong, expired or without the right",
                "404 | Check path in the contract and base_url of connection 'bank' in eider.yaml",
                "422 | Check path, params and paginator in the contract",
                "418 | Check the contract's source and connection 'bank' in eider.yaml",
            })
    void failsAtOnceWhereTheSourceRefuses(int status, String nextStep) throws Exception {
        bench.auth = new Connection.Auth.Bearer(new Secret("t0ken-canary"));
        server.serve("/payments", CannedResponse.json(status, "{\"error\":\"token t0ken-canary is bad\"}"));

        EiderException e = failure();

        assertThat(e)
                .hasMessage("Cannot read payment 2025-01-08, page 1, from " + server.baseUrl()
                        + "/payments: the source answered " + status);
        assertThat(e.nextStep()).contains(nextStep);
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        assertThat(e.code().owner().exitStatus()).isEqualTo(3);
        assertThat(server.counts().requests()).isEqualTo(1);
        assertThat(bench.keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "503", "408", "425", "429"})
    void givesUpAfterAllAttempts(int status) throws Exception {
        bench.retry = new Connection.Retry(3, Duration.ofSeconds(30));
        server.serve("/payments", CannedResponse.json(status, "{}"));

        EiderException e = failure();

        assertThat(e).hasMessageEndingWith("/payments: the source answered " + status + " (3 attempts)");
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
        assertThat(e.code().owner().exitStatus()).isEqualTo(4);
        assertThat(server.counts().requests()).isEqualTo(3);
        assertThat(bench.keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3600 | 3600", "Wed, 08 Jan 2025 07:00:00 GMT | 3600"})
    void doesNotWaitLongerThanItsBudget(String retryAfter, long seconds) throws Exception {
        bench.retry = new Connection.Retry(8, Duration.ofMinutes(2));
        server.serve(
                "/payments",
                CannedResponse.json(429, "{}")
                        .header("Retry-After", retryAfter)
                        .header("Date", "Wed, 08 Jan 2025 06:00:00 GMT"));

        EiderException e = failure();

        assertThat(e)
                .hasMessageEndingWith("/payments: the source answered 429 and asks to wait " + seconds
                        + " s, longer than retry.budget allows (1 attempt)");
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }

    @Test
    void tellsWhereNobodyListens() {
        bench.baseUrl = URI.create("http://127.0.0.1:1");
        bench.retry = new Connection.Retry(2, Duration.ofSeconds(30));

        EiderException e = failure();

        assertThat(e)
                .hasMessage("Cannot read payment 2025-01-08, page 1, from http://127.0.0.1:1/payments: "
                        + "no connection to 127.0.0.1 (2 attempts)");
        assertThat(e.nextStep()).contains("Check base_url of connection 'bank' in eider.yaml, and the network");
        assertThat(e.code().owner().exitStatus()).isEqualTo(4);
    }

    @Test
    void tellsOfAHostThatIsNotKnown() {
        bench.baseUrl = URI.create("http://nowhere.invalid");

        EiderException e = failure();

        assertThat(e)
                .hasMessage("Cannot read payment 2025-01-08, page 1, from http://nowhere.invalid/payments: "
                        + "host nowhere.invalid is not known (3 attempts)");
        assertThat(e.nextStep()).contains("Check base_url of connection 'bank' in eider.yaml, and the network");
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }

    @Test
    void refusesABadPageAndCommitsNothing() throws Exception {
        serve("{\"data\":[{\"a\":1}]}", HTML);

        EiderException e = failure();

        assertThat(e)
                .hasMessageEndingWith("page 2, from " + server.baseUrl()
                        + "/payments: malformed JSON at byte 0: markup where JSON must stand "
                        + "(status 200, content type application/json, 3 attempts)");
        assertThat(e.nextStep()).contains("on_bad_page: skip in the contract keeps such a page in raw and reads on");
        assertThat(e.code()).isEqualTo(ErrorCode.BAD_PAGE);
        assertThat(bench.keys()).isEmpty();
    }

    @Test
    void keepsABadPageWholeAndReadsOnWhereTheContractSaysSo() throws Exception {
        bench.onBadPage = Source.OnBadPage.SKIP;
        bench.paginator = new Paginator.PageNumber("page", 1, 100);
        serve("{\"data\":[{\"a\":1}]}", HTML, "{\"data\":[{\"a\":2},{\"a\":3}]}");

        Ingested ingested = bench.run();

        assertThat(ingested.manifest().books()).isEqualTo(new Books(4, 3, 1, 0, 0, 0));
        assertThat(ingested.manifest().rejects()).isEqualTo(Map.of("bad_page", 1L));
        assertThat(ingested.warnings()).containsExactly("1 bad page is kept in raw and not read: on_bad_page is skip");
        assertThat(bench.records(ingested.manifest())).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(bench.refusedBodies(ingested.manifest())).containsExactly(HTML);
        assertThat(bench.pages(ingested.manifest()))
                .filteredOn(page -> page.content() instanceof PageEnvelope.Refused)
                .singleElement()
                .satisfies(page -> {
                    assertThat(page.ordinal()).isEqualTo(1);
                    assertThat(page.content())
                            .isEqualTo(new PageEnvelope.Refused(
                                    RejectionCode.MALFORMED_JSON,
                                    "malformed JSON at byte 0: markup where JSON must stand",
                                    "application/json",
                                    HTML.length()));
                });
    }

    @Test
    void doesNotReadOnWhereOnlyAGoodPageTellsTheNext() throws Exception {
        bench.onBadPage = Source.OnBadPage.SKIP;
        bench.paginator = new Paginator.Cursor(FieldPath.of("next"), "cursor", 100);
        server.serve("/payments", CannedResponse.of(200, bytes(HTML), "text/html"));

        assertThat(failure())
                .hasMessage("Cannot read beyond page 1: it is bad, and only a good one tells what follows it")
                .extracting(EiderException::code)
                .isEqualTo(ErrorCode.BAD_PAGE);
        assertThat(bench.keys()).isEmpty();
    }

    @Test
    void tellsWhereTheRecordsAreNot() throws Exception {
        bench.dataSelector = FieldPath.of("items");
        server.serve("/payments", CannedResponse.json(200, "{\"data\":[]}"));

        EiderException e = failure();

        assertThat(e).hasMessageContaining("/payments: no array of records at $.items (status 200");
        assertThat(e.nextStep()).contains("Check data_selector of the contract");
    }

    @Test
    void refusesALinkToAnotherHost() throws Exception {
        server.serve(
                "/payments",
                CannedResponse.json(200, "{\"data\":[]}").header("Link", "<http://evil.example/x?t=1>; rel=\"next\""));

        EiderException e = failure();

        assertThat(e)
                .hasMessage("Cannot follow the next link of page 1: it leads to http://evil.example, not to "
                        + server.baseUrl());
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        assertThat(bench.keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example/x", "//evil.example/x", "https://127.0.0.1/x", "file:///etc/passwd"})
    void refusesARedirectToAnotherPlace(String location) throws Exception {
        server.serve("/payments", CannedResponse.json(302, "{}").header("Location", location));

        assertThat(failure())
                .hasMessageStartingWith("Cannot follow the redirect of payment 2025-01-08, page 1")
                .extracting(EiderException::code)
                .isEqualTo(ErrorCode.SOURCE_REFUSED);
    }

    @Test
    void followsARedirectWithinTheSite() throws Exception {
        bench.auth = new Connection.Auth.Bearer(new Secret("t0ken"));
        server.serve("/payments", CannedResponse.json(307, "{}").header("Location", "/v2/payments?x=1"));
        server.serve("/v2/payments", CannedResponse.json(200, "{\"data\":[{\"a\":1}]}"));

        assertThat(bench.records(bench.run().manifest())).containsExactly("{\"a\":1}");
    }

    @Test
    void refusesRedirectsWithoutEnd() throws Exception {
        server.serve("/payments", CannedResponse.json(302, "{}").header("Location", "/payments"));

        assertThat(failure()).hasMessageEndingWith(": more than 5 redirects");
    }

    @Test
    void refusesToGoRoundInACircle() throws Exception {
        bench.paginator = new Paginator.Cursor(FieldPath.of("next"), "cursor", 100);
        server.serve("/payments", CannedResponse.json(200, "{\"data\":[{\"a\":1}],\"next\":\"again\"}"));

        EiderException e = failure();

        assertThat(e)
                .hasMessage("Cannot read beyond page 2: its cursor leads back to a page already read")
                .extracting(EiderException::code)
                .isEqualTo(ErrorCode.PAGING_LIMIT);

        bench.paginator = new Paginator.HeaderLink(100);
        server.serve("/payments", CannedResponse.json(200, "{\"data\":[]}").header("Link", "</payments>; rel=next"));
        assertThat(failure()).hasMessage("Cannot read beyond page 1: its next link leads back to a page already read");
    }

    @Test
    void refusesMorePagesThanTheContractAllows() throws Exception {
        bench.paginator = new Paginator.PageNumber("page", 1, 2);
        serve("{\"data\":[1]}", "{\"data\":[2]}", "{\"data\":[3]}");

        EiderException e = failure();

        assertThat(e).hasMessage("Cannot read beyond page 2: maximum_page is 2 and more pages follow");
        assertThat(e.code()).isEqualTo(ErrorCode.PAGING_LIMIT);
        assertThat(e.code().owner().exitStatus()).isEqualTo(3);
    }

    @Test
    void reportsATotalThatDiffers() throws Exception {
        bench.totalPath = Optional.of(FieldPath.of("total"));
        server.serve("/payments", CannedResponse.json(200, "{\"data\":[{\"a\":1}],\"total\":2}"));

        Ingested ingested = bench.run();

        assertThat(ingested.outcome()).isEqualTo(Ingested.Outcome.DONE);
        assertThat(ingested.warnings()).containsExactly("The source states 2 records at $.total, read were 1");
    }

    @Test
    void refusesASecretThatNoHeaderCanCarry() {
        bench.auth = new Connection.Auth.Bearer(new Secret("t0ken-canary\n"));

        assertThat(failure())
                .hasMessage("Invalid auth.token of connection 'bank' in eider.yaml "
                        + "(visible ASCII characters only, at least one)");
    }

    @Test
    void namesAConnectionThatIsMissing() {
        BatchIngest ingest = new BatchIngest(Map.of(), bench.recorder, 1);

        assertThatThrownBy(() -> ingest.run(bench.due().get(0), bench.context()))
                .hasMessage("Connection not found: bank");
    }

    private EiderException failure() {
        return catchThrowableOfType(EiderException.class, bench::run);
    }

    private void serve(String... bodies) {
        List<byte[]> pages = Arrays.stream(bodies).map(BadSourceTest::bytes).toList();
        server.servePages("/payments", pages, "application/json");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
