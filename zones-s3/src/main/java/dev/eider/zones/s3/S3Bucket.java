package dev.eider.zones.s3;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.Lifecycle;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A bucket on S3. Every write is conditional and carries a checksum; a write whose answer was lost is looked up by the
 * nonce that it left in the object's metadata. Large objects go up in parts, at most {@value S3Multipart#PARTS_AT_ONCE}
 * of them in memory.
 *
 * <p>A version is the ETag. S3 gives equal contents equal ETags, so that alone it would take a content that came back
 * for one that stayed. Therefore {@link #replace} writes white space after the content, which spells a nonce and
 * differs with every write: the ETag is then the write's own, the store compares it in one step with the write
 * ({@code If-Match}), and there is no window. The white space is no part of the object as this bucket shows it; to
 * other programs it is blank text at the end, which JSON allows. What {@link #createIfAbsent} and {@link #compose}
 * write has exactly the bytes given; deleted and created again with equal content, it has its old version again.
 *
 * <p>S3 keeps {@code If-Match} on deletes since September 2025; other stores ignore it. So a delete looks at the
 * version first and sends the condition besides: on a store that ignores it, a replacement between the two is lost.
 * Stores that do not keep {@code If-None-Match} and {@code If-Match} on writes cannot hold a bucket.
 *
 * <p>Listings need names in their order, which S3's directory buckets do not give.
 */
final class S3Bucket implements Bucket {
    /** For parts of all uploads of this bucket. */
    private static final int THREADS_MAX = 4;

    /** An upload hands over no more parts than it holds in memory; a composition's are requests without bytes. */
    private static final long IDLE_SECONDS_MAX = 10;

    private final S3Store store;
    private final Supplier<String> nonces;
    private final ExecutorService threads = threads();

    S3Bucket(S3Store store, Supplier<String> nonces) {
        this.store = store;
        this.nonces = nonces;
    }

    @Override
    public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
        return write(key, S3Condition.ABSENT, S3Stamp.created(nonces.get()), body);
    }

    @Override
    public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
        Optional<HeadObjectResponse> now = head("write", key);
        if (now.isEmpty() || !S3Stamp.version(now.get().eTag()).equals(expected)) {
            return Optional.empty();
        }
        return write(key, new S3Condition(now), S3Stamp.replacing(now.get(), nonces.get()), body);
    }

    private Optional<Version> write(ObjectKey key, S3Condition condition, S3Stamp stamp, Body body)
            throws BucketException {
        S3Write write = new S3Write(store, key, condition, stamp);
        if (length(key, body, stamp) <= S3Multipart.PART_BYTES) {
            return write.run(() -> S3Put.read(store, key, stamp, body));
        }
        if (!condition.holds(head("write", key))) {
            return Optional.empty();
        }
        return write.run(() -> S3Upload.stream(store, threads, key, stamp, body));
    }

    private long length(ObjectKey key, Body body, S3Stamp stamp) throws BucketException {
        try {
            return S3Content.length(body, stamp.trailer());
        } catch (IOException e) {
            throw S3Problems.cannot("write", key, store, e);
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws BucketException {
        return head("look up", key)
                .map(seen -> new StoredObject(
                        key,
                        S3Stamp.version(seen.eTag()),
                        S3Objects.contentBytes(seen.contentLength(), seen.metadata()),
                        seen.lastModified()));
    }

    @Override
    public InputStream open(ObjectKey key, Range range) throws BucketException {
        if (range.length() == 0) {
            if (head("read", key).isEmpty()) {
                throw S3Problems.missing(key, store);
            }
            return InputStream.nullInputStream();
        }
        return S3Reading.open(store, key, range);
    }

    @Override
    public List<ObjectKey> list(String prefix, String after, int max) throws BucketException {
        try {
            return S3Listing.list(store, prefix, after, max);
        } catch (SdkException e) {
            throw S3Problems.cannot("list", prefix.isEmpty() ? "objects" : prefix, store, e);
        }
    }

    @Override
    public void delete(ObjectKey key, Version expected) throws BucketException {
        Optional<HeadObjectResponse> now = head("delete", key);
        if (now.isEmpty() || !S3Stamp.version(now.get().eTag()).equals(expected)) {
            return;
        }
        try {
            store.patient()
                    .deleteObject(request -> request.bucket(store.bucket())
                            .key(store.name(key))
                            .ifMatch(now.get().eTag()));
        } catch (SdkException e) {
            // Replaced or deleted meanwhile, perhaps by an earlier try of this very request.
            if (S3Problems.kind(e) != S3Problems.Kind.CONDITION && !S3Problems.isMissing(e)) {
                throw S3Problems.cannot("delete", key, store, e);
            }
        }
    }

    @Override
    public Optional<Version> compose(ObjectKey key, List<ObjectKey> parts) throws BucketException {
        Optional<S3Composition> composition = S3Composition.of(store, parts);
        if (composition.isEmpty()) {
            return Bucket.super.compose(key, parts);
        }
        if (head("write", key).isPresent()) {
            return Optional.empty();
        }
        S3Stamp stamp = S3Stamp.created(nonces.get());
        return new S3Write(store, key, S3Condition.ABSENT, stamp)
                .run(() -> composition.get().copy(threads, key, stamp));
    }

    @Override
    public void supersede(ObjectKey key, Instant since) throws BucketException {
        try {
            S3Tags.supersede(store, key, since);
        } catch (SdkException e) {
            if (!S3Problems.isMissing(e)) {
                throw S3Problems.cannot("tag", key, store, e);
            }
        }
    }

    @Override
    public Optional<Lifecycle> lifecycle() {
        return Optional.of(new S3Lifecycle(store));
    }

    @Override
    public String describe() {
        return store.toString();
    }

    private Optional<HeadObjectResponse> head(String verb, ObjectKey key) throws BucketException {
        try {
            return S3Objects.head(store, key);
        } catch (SdkException e) {
            throw S3Problems.cannot(verb, key, store, e);
        }
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                IDLE_SECONDS_MAX,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(S3Multipart.PARTS_MAX),
                task -> {
                    Thread thread = new Thread(task, "s3-part");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
