package dev.eider.ingest.stream;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.Lifecycle;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.OutcomeUnknownException;
import dev.eider.zones.Range;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A bucket whose calls are repeated while it is away. A write whose answer was lost is looked up by its content, so
 * that nobody takes his own object for another's.
 */
final class PatientBucket implements Bucket {
    private final Bucket bucket;
    private final Patience patience;

    PatientBucket(Bucket bucket, Patience patience) {
        this.bucket = bucket;
        this.patience = patience;
    }

    private interface Call<T> {
        T run() throws BucketException;
    }

    private <T> T patiently(Call<T> call) throws BucketException {
        Patience.Tries tries = patience.new Tries();
        while (true) {
            try {
                return call.run();
            } catch (BucketException e) {
                if (!tries.goOnAfter(e)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
        boolean[] isUnknown = {false};
        return patiently(() -> {
            try {
                Optional<Version> made = bucket.createIfAbsent(key, body);
                return made.isEmpty() && isUnknown[0] ? own(key, body) : made;
            } catch (OutcomeUnknownException e) {
                isUnknown[0] = true;
                throw e;
            }
        });
    }

    /** The version of an object that holds just this: an earlier try's. */
    private Optional<Version> own(ObjectKey key, Body body) throws BucketException {
        Optional<StoredObject> found = bucket.find(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stored = bucket.open(key, Range.ALL);
                InputStream given = body.open()) {
            return isSame(stored, given) ? Optional.of(found.get().version()) : Optional.empty();
        } catch (IOException e) {
            throw new OutcomeUnknownException("Cannot read " + key + " in " + describe() + " to compare it", e);
        }
    }

    private static boolean isSame(InputStream one, InputStream other) throws IOException {
        int block = 1 << 16;
        while (true) {
            byte[] ours = one.readNBytes(block);
            if (!java.util.Arrays.equals(ours, other.readNBytes(block))) {
                return false;
            }
            if (ours.length == 0) {
                return true;
            }
        }
    }

    @Override
    public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
        return bucket.replace(key, expected, body);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws BucketException {
        return patiently(() -> bucket.find(key));
    }

    @Override
    public InputStream open(ObjectKey key, Range range) throws BucketException {
        return patiently(() -> bucket.open(key, range));
    }

    @Override
    public List<ObjectKey> list(String prefix, String after, int max) throws BucketException {
        return patiently(() -> bucket.list(prefix, after, max));
    }

    @Override
    public void delete(ObjectKey key, Version expected) throws BucketException {
        bucket.delete(key, expected);
    }

    @Override
    public Optional<Version> compose(ObjectKey key, List<ObjectKey> parts) throws BucketException {
        return bucket.compose(key, parts);
    }

    @Override
    public OptionalInt crc32c(ObjectKey key) throws BucketException {
        return bucket.crc32c(key);
    }

    @Override
    public void supersede(ObjectKey key, Instant since) throws BucketException {
        bucket.supersede(key, since);
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
        bucket.point(link, folder);
    }

    @Override
    public String describe() {
        return bucket.describe();
    }
}
