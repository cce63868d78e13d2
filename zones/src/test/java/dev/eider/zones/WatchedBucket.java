package dev.eider.zones;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A bucket that lets every call pass by {@link #before} and {@link #after}; what they throw is what the caller sees. */
public abstract class WatchedBucket implements Bucket {
    private final Bucket bucket;

    protected WatchedBucket(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Sees a call before it has any effect. */
    protected abstract void before(BucketCall call) throws BucketException;

    /** Sees a call after its effect, before the caller learns of it. */
    protected abstract void after(BucketCall call) throws BucketException;

    /** The content that goes to the store instead of the given one. */
    protected Body body(BucketCall call, Body body) {
        return body;
    }

    private interface Effect<T> {
        T run() throws BucketException;
    }

    private <T> T watch(BucketCall call, Effect<T> effect) throws BucketException {
        before(call);
        T result = effect.run();
        after(call);
        return result;
    }

    @Override
    public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
        BucketCall call = new BucketCall(BucketCall.Method.CREATE, key.value());
        return watch(call, () -> bucket.createIfAbsent(key, body(call, body)));
    }

    @Override
    public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
        BucketCall call = new BucketCall(BucketCall.Method.REPLACE, key.value());
        return watch(call, () -> bucket.replace(key, expected, body(call, body)));
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws BucketException {
        return watch(new BucketCall(BucketCall.Method.FIND, key.value()), () -> bucket.find(key));
    }

    @Override
    public InputStream open(ObjectKey key, Range range) throws BucketException {
        return watch(new BucketCall(BucketCall.Method.OPEN, key.value()), () -> bucket.open(key, range));
    }

    @Override
    public List<ObjectKey> list(String prefix, String after, int max) throws BucketException {
        return watch(new BucketCall(BucketCall.Method.LIST, prefix), () -> bucket.list(prefix, after, max));
    }

    @Override
    public void delete(ObjectKey key, Version expected) throws BucketException {
        watch(new BucketCall(BucketCall.Method.DELETE, key.value()), () -> {
            bucket.delete(key, expected);
            return true;
        });
    }

    @Override
    public Optional<Version> compose(ObjectKey key, List<ObjectKey> parts) throws BucketException {
        return watch(new BucketCall(BucketCall.Method.COMPOSE, key.value()), () -> bucket.compose(key, parts));
    }

    @Override
    public OptionalInt crc32c(ObjectKey key) throws BucketException {
        return bucket.crc32c(key);
    }

    @Override
    public void supersede(ObjectKey key, Instant since) throws BucketException {
        watch(new BucketCall(BucketCall.Method.SUPERSEDE, key.value()), () -> {
            bucket.supersede(key, since);
            return true;
        });
    }

    @Override
    public Optional<Lifecycle> lifecycle() {
        return bucket.lifecycle();
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return bucket.localPath(key);
    }

    @Override
    public void point(String link, String folder) throws BucketException {
        watch(new BucketCall(BucketCall.Method.POINT, link), () -> {
            bucket.point(link, folder);
            return true;
        });
    }

    @Override
    public String describe() {
        return bucket.describe();
    }
}
