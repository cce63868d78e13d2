package dev.eider.zones.s3;

import dev.eider.zones.BucketException;
import dev.eider.zones.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** An object to be made of others by the store itself, without the bytes leaving it. */
final class S3Composition {
    /** Larger ones are copied in several ranges at once. The store's own limit is 5 GiB. */
    private static final long COPY_BYTES_MAX = 512 * S3Multipart.MIB;

    private record Copy(String source, String etag, long offset, long bytes) {
        String range() {
            return "bytes=" + offset + "-" + (offset + bytes - 1);
        }
    }

    private final S3Store store;
    private final List<Copy> copies;
    private final long length;

    private S3Composition(S3Store store, List<Copy> copies, long length) {
        this.store = store;
        this.copies = copies;
        this.length = length;
    }

    /**
     * How the store can make it; empty if it cannot: all parts but the last need 5 MiB.
     *
     * @throws BucketException of code NOT_FOUND for a part that is missing
     */
    static Optional<S3Composition> of(S3Store store, List<ObjectKey> parts) throws BucketException {
        Map<ObjectKey, HeadObjectResponse> seen = new HashMap<>();
        List<Copy> copies = new ArrayList<>();
        long length = 0;
        for (ObjectKey part : parts) {
            HeadObjectResponse source = seen.get(part);
            if (source == null) {
                source = look(store, part);
                seen.put(part, source);
            }
            long bytes = S3Objects.contentBytes(source.contentLength(), source.metadata());
            length += bytes;
            copies.addAll(cut(store.name(part), source.eTag(), bytes));
        }
        boolean isLargeEnough = copies.stream()
                .limit(Math.max(0, copies.size() - 1))
                .allMatch(copy -> copy.bytes() >= S3Multipart.PART_BYTES_MIN);
        boolean fits = !copies.isEmpty() && copies.size() <= S3Multipart.PARTS_MAX;
        // One small object alone is streamed: a range of it cannot be copied.
        boolean isWorthIt = length > S3Multipart.PART_BYTES_MIN;
        return isLargeEnough && fits && isWorthIt
                ? Optional.of(new S3Composition(store, copies, length))
                : Optional.empty();
    }

    private static HeadObjectResponse look(S3Store store, ObjectKey part) throws BucketException {
        try {
            return S3Objects.head(store, part).orElseThrow(() -> S3Problems.missing(part, store));
        } catch (SdkException e) {
            throw S3Problems.cannot("read", part, store, e);
        }
    }

    private static List<Copy> cut(String source, String etag, long bytes) {
        List<Copy> copies = new ArrayList<>();
        for (long offset = 0; offset < bytes; ) {
            long left = bytes - offset;
            // No rest that would be too small to stand before another part.
            long count = left < COPY_BYTES_MAX + S3Multipart.PART_BYTES_MIN ? left : COPY_BYTES_MAX;
            copies.add(new Copy(source, etag, offset, count));
            offset += count;
        }
        return copies;
    }

    /** With the store's checksum of the whole, where it makes one of copied parts. */
    S3Write.Prepared copy(ExecutorService threads, ObjectKey key, S3Stamp stamp) throws IOException {
        try {
            return copyInto(S3Multipart.begin(store, threads, key, stamp, length));
        } catch (SdkException e) {
            if (!S3Problems.is(e, "InvalidArgument")) {
                throw e;
            }
            return copyInto(S3Multipart.beginUnchecked(store, threads, key, stamp, length));
        }
    }

    private S3Write.Prepared copyInto(S3Multipart upload) throws IOException {
        try {
            for (Copy copy : copies) {
                upload.copy(copy.source(), copy.etag(), copy.range());
            }
            for (int part = 0; part < upload.count(); part++) {
                upload.await(part);
            }
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }
}
