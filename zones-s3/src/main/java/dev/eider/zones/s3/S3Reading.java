package dev.eider.zones.s3;

import dev.eider.zones.BucketException;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object's range. A connection that breaks, or ends too early, is taken up where it broke, as long as
 * the object is the same. A whole object is held to the checksum that the store keeps of it. For one thread.
 */
final class S3Reading extends InputStream {
    /** Connections in a row that gave not one byte. */
    private static final int FRUITLESS_MAX = S3Store.ATTEMPTS_MAX;

    /** Up to here an object is verified before its first byte is given out, and read again if it is not whole. */
    private static final int VERIFIED_BYTES_MAX = 1024 * 1024;

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Store store;
    private final ObjectKey key;
    private final String etag;
    private final Optional<String> checksum;
    private final CRC32C received = new CRC32C();

    /** Where the store's bytes begin to be no content. */
    private final long end;

    /** Where they end; further than {@code end} if a trailer has to be read for the checksum. */
    private final long fetchEnd;

    private ResponseInputStream<GetObjectResponse> in;
    private long position;
    private boolean closed;

    private S3Reading(
            S3Store store, ObjectKey key, ResponseInputStream<GetObjectResponse> in, long position, Span span) {
        this.store = store;
        this.key = key;
        this.in = in;
        this.position = position;
        this.etag = in.response().eTag();
        String kept = in.response().checksumCRC32C();
        this.checksum = span.whole() && S3Checksums.isWhole(kept) ? Optional.ofNullable(kept) : Optional.empty();
        this.end = span.end();
        this.fetchEnd = checksum.isPresent() ? span.fetchEnd() : span.end();
    }

    private record Span(long end, long fetchEnd, boolean whole) {
        static Span of(GetObjectResponse answer, Range range) {
            String window = answer.contentRange();
            long total = window == null
                    ? answer.contentLength()
                    : Long.parseLong(window.substring(window.lastIndexOf('/') + 1));
            long content = S3Objects.contentBytes(total, answer.metadata());
            boolean toEnd = range.length() == Range.TO_END;
            long end = toEnd ? content : Math.min(content, range.offset() + range.length());
            return new Span(end, total, toEnd && range.offset() == 0);
        }
    }

    static InputStream open(S3Store store, ObjectKey key, Range range) throws BucketException {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return begin(store, key, range);
                } catch (ReplacedException e) {
                    if (attempt == FRUITLESS_MAX) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw S3Problems.cannot("read", key, store, e);
        } catch (SdkException e) {
            if (S3Problems.status(e) == RANGE_NOT_SATISFIABLE) {
                return InputStream.nullInputStream();
            }
            throw S3Problems.isMissing(e) ? S3Problems.missing(key, store) : S3Problems.cannot("read", key, store, e);
        }
    }

    private static InputStream begin(S3Store store, ObjectKey key, Range range) throws IOException {
        ResponseInputStream<GetObjectResponse> in = fetch(store, request(store, key, range));
        Span span = Span.of(in.response(), range);
        if (range.offset() >= span.end() && !span.whole()) {
            in.abort();
            return InputStream.nullInputStream();
        }
        S3Reading reading = new S3Reading(store, key, in, range.offset(), span);
        return reading.checksum.isPresent() && span.fetchEnd() <= VERIFIED_BYTES_MAX ? reading.verified() : reading;
    }

    /** The content, of which the checksum is known to be right. */
    private InputStream verified() throws IOException {
        byte[] content = new byte[(int) end];
        try (this) {
            for (int attempt = 1; ; attempt++) {
                try {
                    for (int done = 0; done < content.length; ) {
                        done += receive(content, done, content.length - done);
                    }
                    finish();
                    return new ByteArrayInputStream(content);
                } catch (ChecksumException e) {
                    if (attempt == FRUITLESS_MAX) {
                        throw e;
                    }
                    position = 0;
                    received.reset();
                    resume(attempt);
                }
            }
        }
    }

    private static final class ReplacedException extends IOException {
        private static final long serialVersionUID = 1L;

        ReplacedException(ObjectKey key) {
            super(key + " was replaced while it was read");
        }
    }

    private static final class ChecksumException extends IOException {
        private static final long serialVersionUID = 1L;

        ChecksumException(ObjectKey key) {
            super("the checksum of " + key + " is another than the store's");
        }
    }

    private static GetObjectRequest.Builder request(S3Store store, ObjectKey key, Range range) {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .overrideConfiguration(S3Checksums.ASKED);
        if (range.equals(Range.ALL)) {
            return request;
        }
        boolean toEnd = range.length() == Range.TO_END;
        return request.range("bytes=" + range.offset() + "-" + (toEnd ? "" : range.offset() + range.length() - 1));
    }

    private static ResponseInputStream<GetObjectResponse> fetch(S3Store store, GetObjectRequest.Builder request) {
        // Without a time in which the reader has to begin: it may have other work first.
        return store.patient().getObject(request.build(), ResponseTransformer.toInputStream(Duration.ZERO));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the stream of " + key + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            finish();
            return -1;
        }
        int count = receive(buffer, offset, (int) Math.min(length, end - position));
        if (position == end) {
            finish();
        }
        return count;
    }

    /** At least one byte, over as many connections as it takes. */
    private int receive(byte[] buffer, int offset, int length) throws IOException {
        for (int fruitless = 1; ; fruitless++) {
            Exception broken;
            try {
                int count = in.read(buffer, offset, length);
                if (count > 0) {
                    position += count;
                    received.update(buffer, offset, count);
                    return count;
                }
                broken = new IOException("the connection ended " + (fetchEnd - position) + " bytes too early");
            } catch (IOException | SdkException e) {
                broken = e;
            }
            if (fruitless == FRUITLESS_MAX) {
                throw new IOException("Cannot read " + key + " in " + store + ": " + S3Problems.reason(broken), broken);
            }
            resume(fruitless);
        }
    }

    private void resume(int attempt) throws IOException {
        in.abort();
        try {
            Thread.sleep(S3Store.PAUSE.computeDelay(attempt).toMillis());
            in = fetch(
                    store,
                    request(store, key, new Range(position, fetchEnd - position))
                            .ifMatch(etag));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (SdkException e) {
            if (S3Problems.kind(e) == S3Problems.Kind.CONDITION) {
                throw new ReplacedException(key);
            }
            throw new IOException("Cannot read " + key + " in " + store + ": " + S3Problems.reason(e), e);
        }
    }

    /** Reads what follows the content, if there is a checksum over both, and compares it. */
    private void finish() throws IOException {
        byte[] rest = new byte[(int) (fetchEnd - position)];
        for (int done = 0; done < rest.length; ) {
            done += receive(rest, done, rest.length - done);
        }
        if (checksum.isPresent() && !checksum.get().equals(S3Checksums.crc32c(received))) {
            throw new ChecksumException(key);
        }
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (position < fetchEnd) {
            in.abort();
        } else {
            in.close();
        }
    }
}
