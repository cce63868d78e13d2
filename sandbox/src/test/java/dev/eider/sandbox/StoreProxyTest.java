package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of each fault, and what the store heard. */
final class StoreProxyTest {
    private static final long SEED = 20_250_406;
    private static final String CONTENT = "0123456789".repeat(100);
    private static final String UPLOAD = TinyStore.UPLOADS + "?uploadType=media&ifGenerationMatch=0&name=a";

    private TinyStore store;
    private StoreProxy proxy;
    private RawClient client;

    @BeforeEach
    void starts() throws IOException {
        store = TinyStore.start();
        through(StoreFaults.none());
    }

    private void through(StoreFaults faults) throws IOException {
        if (proxy != null) {
            proxy.close();
        }
        proxy = StoreProxy.start(store.url(), StoreApi.GCS, faults);
        client = new RawClient(proxy.url());
    }

    @AfterEach
    void stops() {
        proxy.close();
        store.close();
    }

    private RawClient.Reply send(String method, String target, String content, String... headers) {
        String more = Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        return client.send(method + " " + target + " HTTP/1.1\r\nHost: store\r\nConnection: close\r\nContent-Length: "
                + content.length() + "\r\n" + more + "\r\n" + content);
    }

    private RawClient.Reply upload() {
        return send("POST", UPLOAD, CONTENT, "x-goog-hash: " + TinyStore.checksum(CONTENT));
    }

    private RawClient.Reply download() {
        return client.get(TinyStore.NAMES + "/a?alt=media");
    }

    private void failNext(StoreFault... faults) {
        proxy.failNext(request -> true, faults);
    }

    private void assertServed(StoreFault fault) {
        assertThat(proxy.faults())
                .allSatisfy((kind, served) -> assertThat(served).as(kind.id()).isEqualTo(kind == fault ? 1 : 0));
        assertThat(proxy.requests())
                .extracting(StoreRequest::fault)
                .filteredOn(Optional::isPresent)
                .containsExactly(Optional.of(fault));
    }

    @Test
    void passesCallsOnAsTheyAre() {
        RawClient.Reply reply = send("POST", "/echo?x=1", CONTENT);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(CONTENT);
        assertThat(reply.header("Host-Heard")).as("signatures cover the host").hasValue("store");
        assertThat(proxy.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/echo");
            assertThat(request.query()).isEqualTo("x=1");
            assertThat(request.status()).hasValue(200);
        });
    }

    @Test
    void keepsAConnectionAndUnderstandsChunks() {
        String chunked = "POST /echo HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        String last = "GET /echo HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n";
        RawClient.Reply replies = client.send(chunked + chunked + last);
        assertThat(replies.text()).contains("abcde").containsPattern("(?s)(HTTP/1.1 200.*){3}");
        assertThat(proxy.requests()).hasSize(3);
    }

    @Test
    void letsAClientThatWaitsSend() {
        RawClient.Reply reply = send("POST", "/echo", "abc", "Expect: 100-continue");
        assertThat(reply.text())
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")
                .endsWith("abc");
    }

    @ParameterizedTest
    @CsvSource({"TOO_MANY_REQUESTS, 429", "UNAVAILABLE, 503", "REQUEST_TIMEOUT, 408"})
    void refusesACallThatTheStoreNeverHears(StoreFault fault, int status) {
        failNext(fault);
        RawClient.Reply reply = upload();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Retry-After")).isEqualTo(status == 429 ? Optional.of("1") : Optional.empty());
        assertThat(store.heard).isEmpty();
        assertServed(fault);
        assertThat(upload().status()).as("the next try").isEqualTo(200);
    }

    @Test
    void refusesACallWhoseClientWaits() {
        failNext(StoreFault.UNAVAILABLE);
        RawClient.Reply reply = send("POST", UPLOAD, CONTENT, "Expect: 100-continue");
        assertThat(reply.text()).startsWith("HTTP/1.1 503");
        assertThat(store.heard).isEmpty();
    }

    @Test
    void cutsBeforeTheStoreHears() {
        failNext(StoreFault.CUT_BEFORE);
        assertThat(upload().text()).isEmpty();
        assertThat(store.heard).isEmpty();
        assertServed(StoreFault.CUT_BEFORE);
    }

    @Test
    void losesTheAnswerAfterTheStoreActed() {
        failNext(StoreFault.ANSWER_LOST);
        assertThat(upload().text()).isEmpty();
        assertThat(store.objects).containsEntry("a", CONTENT);
        assertServed(StoreFault.ANSWER_LOST);
        assertThat(upload().status()).as("the next try").isEqualTo(412);
    }

    @Test
    void losesNoAnswerOfAReader() {
        store.objects.put("a", CONTENT);
        failNext(StoreFault.ANSWER_LOST);
        assertThat(download().body()).isEqualTo(CONTENT);
        assertThat(proxy.faults()).containsEntry(StoreFault.ANSWER_LOST, 0L);
    }

    @Test
    void cutsInOrderAndByResets() {
        failNext(StoreFault.CUT_BEFORE, StoreFault.CUT_BEFORE);
        List<Boolean> resets = List.of(download().wasReset(), download().wasReset());
        assertThat(resets).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void answersLate() throws IOException {
        through(StoreFaults.none().slowFor(Duration.ofMillis(150)));
        store.objects.put("a", CONTENT);
        failNext(StoreFault.SLOW);
        long start = System.nanoTime();
        assertThat(download().body()).isEqualTo(CONTENT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
        assertServed(StoreFault.SLOW);
    }

    @Test
    void sendsHalfOfABody() {
        store.objects.put("a", CONTENT);
        failNext(StoreFault.HALF_BODY);
        // The first call ends in order; a reset may overtake what was sent before it.
        RawClient.Reply reply = download();
        assertThat(reply.wasReset()).isFalse();
        assertThat(reply.promised()).isEqualTo(CONTENT.length());
        assertThat(reply.body()).isEqualTo(CONTENT.substring(0, CONTENT.length() / 2));
        assertServed(StoreFault.HALF_BODY);
    }

    @Test
    void changesOneByteOfADownloadUnderItsChecksum() {
        store.objects.put("a", CONTENT);
        failNext(StoreFault.CORRUPT_DOWNLOAD);
        RawClient.Reply reply = download();
        assertThat(reply.header("x-goog-hash")).hasValue(TinyStore.checksum(CONTENT));
        assertThat(reply.body()).hasSameSizeAs(CONTENT);
        assertThat(IntStream.range(0, CONTENT.length())
                        .filter(i -> reply.body().charAt(i) != CONTENT.charAt(i))
                        .count())
                .isEqualTo(1);
        assertServed(StoreFault.CORRUPT_DOWNLOAD);
    }

    @Test
    void leavesARangeAsItIs() {
        store.objects.put("a", CONTENT);
        failNext(StoreFault.CORRUPT_DOWNLOAD);
        RawClient.Reply reply = send("GET", TinyStore.NAMES + "/a?alt=media", "", "Range: bytes=5-9");
        assertThat(reply.body()).as("nobody could find out").isEqualTo(CONTENT);
    }

    @Test
    void changesOneByteOfAnUploadThatTheStoreRefuses() {
        failNext(StoreFault.CORRUPT_UPLOAD);
        assertThat(upload().status()).isEqualTo(400);
        assertThat(store.objects).isEmpty();
        assertServed(StoreFault.CORRUPT_UPLOAD);
    }

    @Test
    void changesTheContentOfAnUploadNotItsFrame() {
        String framed =
                "--x\r\nContent-Type: application/json\r\n\r\n{}\r\n--x\r\nContent-Type: a/b\r\n\r\nDATA\r\n--x--";
        failNext(StoreFault.CORRUPT_UPLOAD);
        send("POST", UPLOAD, framed, "Content-Type: multipart/related; boundary=x");
        assertThat(store.objects.get("a")).isEqualTo(framed.replace("DATA", "EATA"));
        failNext(StoreFault.CORRUPT_UPLOAD);
        String chunks = "4;chunk-signature=1\r\nDATA\r\n0\r\n\r\n";
        send("POST", UPLOAD + "2", chunks, "Content-Encoding: aws-chunked");
        assertThat(store.objects.get("a2")).isEqualTo(chunks.replace("DATA", "EATA"));
    }

    @Test
    void leavesAnEmptyUploadAsItIs() {
        String framed = "--x\r\nContent-Type: application/json\r\n\r\n{}\r\n--x\r\nContent-Type: a/b\r\n\r\n\r\n--x--";
        failNext(StoreFault.CORRUPT_UPLOAD);
        send("POST", UPLOAD, framed, "Content-Type: multipart/related; boundary=x");
        assertThat(store.objects.get("a")).isEqualTo(framed);
        assertThat(proxy.faults()).containsEntry(StoreFault.CORRUPT_UPLOAD, 0L);
    }

    @Test
    void repeatsAnEarlierListing() {
        store.objects.put("a", "");
        assertThat(client.get(TinyStore.NAMES).body()).isEqualTo("a");
        store.objects.clear();
        store.objects.put("b", "");
        failNext(StoreFault.STALE_LIST);
        assertThat(client.get(TinyStore.NAMES + "?prefix=b").body())
                .as("another listing")
                .isEqualTo("b");
        assertThat(proxy.faults()).containsEntry(StoreFault.STALE_LIST, 0L);
        failNext(StoreFault.STALE_LIST);
        assertThat(client.get(TinyStore.NAMES).body()).isEqualTo("a");
        assertServed(StoreFault.STALE_LIST);
        assertThat(client.get(TinyStore.NAMES).body()).isEqualTo("b");
    }

    @Test
    void forgetsAListingThatIsTooOld() throws IOException {
        through(StoreFaults.none().staleFor(Duration.ZERO));
        client.get(TinyStore.NAMES);
        store.objects.put("b", "");
        failNext(StoreFault.STALE_LIST);
        assertThat(client.get(TinyStore.NAMES).body()).isEqualTo("b");
    }

    @Test
    void forgetsWhatNobodyMet() {
        failNext(StoreFault.UNAVAILABLE);
        proxy.failNoMore();
        assertThat(upload().status()).isEqualTo(200);
    }

    private List<Optional<StoreFault>> run(StoreFaults faults, int calls) throws IOException {
        through(faults);
        for (int i = 0; i < calls; i++) {
            client.get(TinyStore.NAMES + "/object-" + i % 400 + "?alt=media");
        }
        return proxy.requests().stream().map(StoreRequest::fault).toList();
    }

    @Test
    void meetsTheSameFaultsAgain() throws IOException {
        int calls = 1_000;
        StoreFaults faults = StoreFaults.evenly(SEED, 0.2).slowFor(Duration.ofMillis(1));
        List<Optional<StoreFault>> first = run(faults, calls);
        assertThat(run(faults, calls)).as("seed " + SEED).isEqualTo(first);
        // Objects that are missing have nothing to spoil, so that six of seven kinds are left.
        assertThat(first.stream().filter(Optional::isPresent).count() / (double) calls)
                .as("seed " + SEED)
                .isEqualTo(0.2 * 6 / 7, within(0.04));
        assertThat(first).contains(Optional.of(StoreFault.CUT_BEFORE), Optional.of(StoreFault.HALF_BODY));
    }

    @Test
    void failsOneObjectOnlySoOftenInARow() throws IOException {
        through(StoreFaults.none().with(StoreFault.UNAVAILABLE, 1).inARow(3));
        store.objects.put("a", CONTENT);
        store.objects.put("b", CONTENT);
        String a = IntStream.range(0, 9).mapToObj(i -> "" + download().status()).collect(Collectors.joining(" "));
        assertThat(a).isEqualTo("503 503 503 200 503 503 503 200 503");
        assertThat(client.get(TinyStore.NAMES + "/b?alt=media").status()).isEqualTo(503);
    }

    @Test
    void showsTheStoreNothingOfACallThatBreaksOff() throws IOException {
        URI url = proxy.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + UPLOAD + " HTTP/1.1\r\nHost: s\r\nContent-Length: 1000\r\n\r\nabc")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(upload().status()).isEqualTo(200);
        assertThat(store.objects).containsEntry("a", CONTENT);
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatThrownBy(() -> StoreFaults.none().with(StoreFault.SLOW, 1.5))
                .hasMessage("Invalid shares: {SLOW=1.5} (each in [0, 1], and their sum)");
        assertThatThrownBy(() -> StoreProxy.start(URI.create("https://a"), StoreApi.S3, StoreFaults.none()))
                .hasMessage("Invalid store: https://a (http://HOST:PORT)");
    }

    /** More than the heap of the tests holds. */
    @Test
    @Tag("slow")
    void passesMoreThanItsMemoryHolds() throws IOException {
        long length = 1L << 30;
        byte[] piece = new byte[1 << 16];
        URI url = proxy.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("PUT /discard HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            for (long sent = 0; sent < length; sent += piece.length) {
                out.write(piece);
            }
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
        }
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(length);
        assertThat(store.bytesHeard).hasValue(length);
    }
}
