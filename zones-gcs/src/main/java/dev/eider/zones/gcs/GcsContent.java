package dev.eider.zones.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import dev.eider.zones.BucketException;
import dev.eider.zones.Range;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Content of an object as it arrives. A connection that breaks is made anew from where it broke, to the same
 * generation. Content that is read whole must have the checksum that the store names; of a part of it the store names
 * none. Short content is seen to have it before its first byte is given, and read again where it has not. For one
 * reader.
 */
final class GcsContent extends InputStream {
    /** Content up to this is held in memory until it is seen to be undamaged. */
    static final long SHORT_BYTES_MAX = 1024 * 1024;

    /** Broken connections without a byte in between. */
    private static final int BREAKS_MAX = 5;

    private static final int PARTIAL_CONTENT = 206;
    private static final Pattern CRC32C_HEADER = Pattern.compile("(?:^|[\\s,])crc32c=([A-Za-z0-9+/]+=*)");

    private final GcsClient client;
    private final String url;
    private final Range range;
    private final CRC32C checksum = new CRC32C();
    private HttpResponse response;
    private InputStream in;
    private final String generation;
    private final String expectedChecksum;

    /** Where the content ends by the word of the store; the greatest number where it says nothing. */
    private final long end;

    private long position;
    private int breaks;
    private boolean isChecked;

    private GcsContent(GcsClient client, String url, Range range, HttpResponse response, InputStream in) {
        this.client = client;
        this.url = url;
        this.range = range;
        this.position = range.offset();
        this.response = response;
        this.in = in;
        this.generation = header(response.getHeaders(), "x-goog-generation");
        this.expectedChecksum = isWhole() ? checksum(response.getHeaders()) : "";
        Long length = response.getHeaders().getContentLength();
        this.end = length == null ? Long.MAX_VALUE : position + length;
    }

    /**
     * Opens content, of which at least one byte is asked for.
     *
     * @param name of the object in the store
     */
    static InputStream open(GcsClient client, String bucket, String name, Range range)
            throws IOException, BucketException {
        String url = client.root() + "/download/storage/v1/b/" + bucket + "/o/" + encode(name) + "?alt=media"
                + client.settings()
                        .payer()
                        .map(payer -> "&userProject=" + encode(payer))
                        .orElse("");
        return client.retries().run(() -> {
            HttpResponse response = request(client, url, range.offset(), range).execute();
            GcsContent content = new GcsContent(client, url, range, response, response.getContent());
            return content.isShort() ? content.seen() : content;
        });
    }

    private boolean isShort() {
        return isWhole() && end <= SHORT_BYTES_MAX;
    }

    /** Where it breaks off it is read again from its start: by then it may have been replaced. */
    private InputStream seen() throws IOException {
        try (this) {
            byte[] content = in.readAllBytes();
            position = content.length;
            checkEnd();
            checksum.update(content, 0, content.length);
            check();
            return new ByteArrayInputStream(content);
        }
    }

    private static HttpRequest request(GcsClient client, String url, long from, Range range)
            throws IOException, BucketException {
        HttpRequest request = client.requests().buildGetRequest(new GenericUrl(url, true));
        // The bytes as they were stored, whoever stored them.
        request.setResponseReturnRawInputStream(true);
        if (range.length() != Range.TO_END) {
            request.getHeaders().setRange("bytes=" + from + "-" + (range.offset() + range.length() - 1));
        } else if (from > 0) {
            request.getHeaders().setRange("bytes=" + from + "-");
        }
        return request;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                int count = position < end ? in.read(buffer, offset, length) : -1;
                if (count < 0) {
                    checkEnd();
                    check();
                    return -1;
                }
                breaks = 0;
                position += count;
                checksum.update(buffer, offset, count);
                return count;
            } catch (DamagedException e) {
                throw e;
            } catch (IOException e) {
                if (++breaks > BREAKS_MAX) {
                    throw e;
                }
                resume(e);
            }
        }
    }

    private void resume(IOException broken) throws IOException {
        disconnect();
        if (generation.isEmpty()) {
            throw broken;
        }
        try {
            response = client.retries()
                    .run(() -> request(client, url + "&generation=" + generation, position, range)
                            .execute());
            if (position > 0 && response.getStatusCode() != PARTIAL_CONTENT) {
                throw new IOException("the store sends it from its start again");
            }
            in = response.getContent();
        } catch (BucketException | IOException e) {
            if (GcsProblems.status(e) == GcsProblems.RANGE_NOT_SATISFIABLE) {
                in = InputStream.nullInputStream();
                return;
            }
            IOException failure = GcsProblems.status(e) == GcsProblems.NOT_FOUND
                    ? new IOException("the object was replaced or deleted while it was read", e)
                    : new IOException(e.getMessage(), e);
            failure.addSuppressed(broken);
            throw failure;
        }
    }

    /** The library takes a connection that ends before the first byte for an empty answer. */
    private void checkEnd() throws IOException {
        if (position < end && end < Long.MAX_VALUE) {
            throw new IOException("the connection ended " + (end - position) + " bytes too early");
        }
    }

    private void check() throws IOException {
        if (isChecked || expectedChecksum.isEmpty()) {
            return;
        }
        isChecked = true;
        if (!GcsUpload.encode(checksum).equals(expectedChecksum)) {
            throw new DamagedException();
        }
    }

    /** Content that is not what was stored; reading on would not mend it. */
    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException() {
            super("the content arrived damaged: its checksum is not the object's");
        }
    }

    private boolean isWhole() {
        return range.offset() == 0 && range.length() == Range.TO_END;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() {
        disconnect();
    }

    private void disconnect() {
        try {
            response.disconnect();
        } catch (IOException e) {
            // What is no longer read cannot break.
            in = InputStream.nullInputStream();
        }
    }

    private static String checksum(HttpHeaders headers) {
        // Checksums come in one header, or in one each.
        StringBuilder all = new StringBuilder();
        headers.getHeaderStringValues("x-goog-hash")
                .forEach(value -> all.append(value).append(','));
        Matcher found = CRC32C_HEADER.matcher(all);
        return found.find() ? found.group(1) : "";
    }

    private static String header(HttpHeaders headers, String name) {
        String value = headers.getFirstHeaderStringValue(name);
        return value == null ? "" : value;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
