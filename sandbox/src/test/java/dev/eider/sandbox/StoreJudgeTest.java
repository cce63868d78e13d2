package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls the proxy finds fault with, and how it keeps the rules of resumable uploads. */
final class StoreJudgeTest {
    private static final String OBJECT = TinyStore.NAMES + "/a%2Fb";

    private TinyStore store;
    private StoreProxy proxy;

    @BeforeEach
    void starts() throws IOException {
        store = TinyStore.start();
        proxy = StoreProxy.start(store.url(), StoreApi.GCS, StoreFaults.none());
    }

    @AfterEach
    void stops() {
        proxy.close();
        store.close();
    }

    private RawClient.Reply send(String method, String target, String content, String... headers) {
        String more = Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        return new RawClient(proxy.url())
                .send(method + " " + target + " HTTP/1.1\r\nHost: "
                        + store.url().getAuthority() + "\r\nConnection: close\r\nContent-Length: " + content.length()
                        + "\r\n" + more + "\r\n" + content);
    }

    private String reasons() {
        return proxy.violations().stream().map(StoreViolation::reason).collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            POST,   /upload/storage/v1/b/b/o?uploadType=media&name=a,                      ifGenerationMatch
            POST,   /upload/storage/v1/b/b/o?uploadType=media&name=a&ifGenerationMatch=0,  ''
            POST,   /upload/storage/v1/b/b/o?uploadType=resumable&name=a,                  ifGenerationMatch
            POST,   /storage/v1/b/b/o/a/compose,                                           ifGenerationMatch
            POST,   /storage/v1/b/b/o/a/compose?ifGenerationMatch=0,                       ''
            POST,   /storage/v1/b/b/o/a/rewriteTo/b/b/o/c?ifSourceGenerationMatch=1,       ifGenerationMatch
            DELETE, /storage/v1/b/b/o/a?generation=5,                                      ifGenerationMatch
            DELETE, /storage/v1/b/b/o/a?ifGenerationMatch=5,                               ''
            PATCH,  /storage/v1/b/b/o/a,                          ifMetagenerationMatch or ifGenerationMatch
            PATCH,  /storage/v1/b/b/o/a?ifMetagenerationMatch=1,                           ''
            PATCH,  /storage/v1/b/b/o/a?ifGenerationMatch=1,                               ''
            GET,    /storage/v1/b/b/o/a,                                                   ''
            GET,    /storage/v1/b/b/o,                                                     ''
            POST,   /storage/v1/b,                                                         ''
            """)
    void knowsWhatACallOfGoogleOwes(String method, String target, String reason) {
        send(method, target, "");
        assertThat(reasons()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            PUT,    /b/a/b,                        '',                    If-None-Match: * or If-Match
            PUT,    /b/a/b,                        'If-None-Match: *',    ''
            PUT,    /b/a/b,                        'If-Match: x',         ''
            PUT,    /b/a/b,                        'If-None-Match: x',    If-None-Match: * or If-Match
            PUT,    /b/a/b?partNumber=1&uploadId=u, '',                   ''
            PUT,    /b/a/b?tagging,                '',                    ''
            POST,   /b/a/b?uploads,                '',                    ''
            POST,   /b/a/b?uploadId=u,             '',                    If-None-Match: * or If-Match
            POST,   /b/a/b?uploadId=u,             'If-None-Match: *',    ''
            DELETE, /b/a/b,                        '',                    If-Match
            DELETE, /b/a/b,                        'If-Match: x',         ''
            DELETE, /b/a/b?uploadId=u,             '',                    ''
            PUT,    /b,                            '',                    ''
            PUT,    /b/,                           '',                    ''
            PUT,    /b?lifecycle,                  '',                    ''
            GET,    /b/a,                          '',                    ''
            """)
    void knowsWhatACallOfS3Owes(String method, String target, String header, String reason) throws IOException {
        proxy.close();
        proxy = StoreProxy.start(store.url(), StoreApi.S3, StoreFaults.none());
        send(method, target, "", header.isEmpty() ? "X: y" : header);
        assertThat(reasons()).isEqualTo(reason);
    }

    @Test
    void looksIntoABatch() throws IOException {
        String good =
                "--x\r\nContent-Type: application/http\r\n\r\nDELETE " + OBJECT + "?ifGenerationMatch=1 HTTP/1.1\r\n";
        send("POST", "/batch/storage/v1", good + "\r\n--x--");
        assertThat(reasons()).isEmpty();
        String bad = good + "\r\n--x\r\n\r\nDELETE https://store/storage/v1/b/b/o/c HTTP/1.1\r\n\r\n--x--";
        send("POST", "/batch/storage/v1", bad);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bad.getBytes(StandardCharsets.US_ASCII));
        }
        send("POST", "/batch/storage/v1", compressed.toString(StandardCharsets.ISO_8859_1), "Content-Encoding: gzip");
        String reason = "DELETE /storage/v1/b/b/o/c without ifGenerationMatch";
        assertThat(reasons()).isEqualTo(reason + ", " + reason);
    }

    @Test
    void looksIntoADeletionOfManyObjects() throws IOException {
        proxy.close();
        proxy = StoreProxy.start(store.url(), StoreApi.S3, StoreFaults.none());
        String named = "<Object><Key>a</Key><ETag>x</ETag></Object>";
        send("POST", "/b?delete", "<Delete>" + named + "</Delete>");
        assertThat(reasons()).isEmpty();
        send("POST", "/b?delete", "<Delete>" + named + "<Object><Key>b</Key></Object></Delete>");
        assertThat(reasons()).isEqualTo("an ETag for each object");
    }

    private String session(String announcement) {
        String start = TinyStore.UPLOADS + "?uploadType=resumable&ifGenerationMatch=0&name=a";
        String location = send("POST", start, announcement).header("Location").orElseThrow();
        assertThat(location).startsWith(proxy.url() + TinyStore.UPLOADS);
        return location.substring(proxy.url().toString().length());
    }

    private RawClient.Reply chunk(String session, String range, String content) {
        return send("PUT", session, content, "Content-Range: bytes " + range);
    }

    private void failNextChunk(StoreFault fault) {
        proxy.failNext(request -> request.method().equals("PUT"), fault);
    }

    @Test
    void followsAnUploadThatGoesOnWhereItStands() {
        String session = session("{}");
        assertThat(chunk(session, "0-3/*", "abcd").header("Range")).hasValue("bytes=0-3");
        assertThat(chunk(session, "4-5/6", "ef").status()).isEqualTo(200);
        assertThat(store.objects).containsEntry("a", "abcdef");
        assertThat(reasons()).isEmpty();
    }

    @Test
    void findsAnUploadThatLeavesAGapOrGoesBack() {
        String session = session("{}");
        chunk(session, "0-3/*", "abcd");
        chunk(session, "2-5/*", "cdef");
        chunk(session, "9-10/*", "xy");
        assertThat(reasons())
                .isEqualTo("a Content-Range from 4, where the store's last answer ended, "
                        + "a Content-Range from 6, where the store's last answer ended");
    }

    @Test
    void tellsHowFarAnUploadIsWhoseAnswerWasLost() {
        String session = session("{}");
        failNextChunk(StoreFault.ANSWER_LOST);
        assertThat(chunk(session, "0-3/*", "abcd").text()).isEmpty();
        RawClient.Reply asked = chunk(session, "*/*", "");
        assertThat(asked.status()).isEqualTo(308);
        assertThat(asked.header("Range")).hasValue("bytes=0-3");
        assertThat(chunk(session, "4-5/6", "ef").status()).isEqualTo(200);
        assertThat(chunk(session, "*/*", "").body()).as("of what is done").isEqualTo("{\"done\":true}");
        assertThat(store.objects).containsEntry("a", "abcdef");
        assertThat(reasons()).isEmpty();
    }

    @Test
    void believesAClientThatGotHalfAnAnswerEitherWay() {
        for (String next : new String[] {"0-5/6", "4-5/6"}) {
            String session = session("{}");
            failNextChunk(StoreFault.HALF_BODY);
            chunk(session, "0-3/*", "abcd");
            chunk(session, next, next.startsWith("0") ? "abcdef" : "ef");
            assertThat(store.objects).containsEntry("a", "abcdef");
        }
        assertThat(reasons()).isEmpty();
    }

    @Test
    void ignoresBytesThatTheStoreHas() {
        String session = session("{}");
        failNextChunk(StoreFault.ANSWER_LOST);
        chunk(session, "0-3/*", "abcd");
        assertThat(chunk(session, "0-3/*", "abcd").header("Range")).hasValue("bytes=0-3");
        failNextChunk(StoreFault.ANSWER_LOST);
        chunk(session, "4-5/*", "ef");
        assertThat(chunk(session, "4-7/8", "efgh").status()).isEqualTo(200);
        assertThat(store.objects).containsEntry("a", "abcdefgh");
        assertThat(reasons()).isEmpty();
    }

    @Test
    void finishesAnUploadWhoseLengthCameLast() {
        String session = session("{}");
        chunk(session, "0-3/*", "abcd");
        assertThat(chunk(session, "*/9", "").status()).as("not all is there").isEqualTo(308);
        assertThat(chunk(session, "*/4", "").status()).isEqualTo(200);
        assertThat(store.objects).containsEntry("a", "abcd");
    }

    @Test
    void refusesAnAnnouncedChecksumAtTheEndOfASpoiltUpload() {
        String session = session("{\"crc32c\":\"x\"}");
        failNextChunk(StoreFault.CORRUPT_UPLOAD);
        assertThat(chunk(session, "0-3/*", "abcd").status()).isEqualTo(308);
        assertThat(chunk(session, "4-5/6", "ef").status()).isEqualTo(400);
        assertThat(store.objects).isEmpty();
        assertThat(proxy.faults()).containsEntry(StoreFault.CORRUPT_UPLOAD, 1L);
    }

    @Test
    void letsAnUploadBeSpoiltThatStatesNoChecksum() {
        String session = session("{}");
        failNextChunk(StoreFault.CORRUPT_UPLOAD);
        assertThat(chunk(session, "0-3/4", "abcd").status()).isEqualTo(200);
        assertThat(store.objects).containsEntry("a", "`bcd");
    }
}
