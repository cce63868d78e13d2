package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A bucket in memory, for tests and dry runs. */
final class MemoryBucket implements Bucket {
    private static final class Held {
        private final byte[] content;
        private final Version version;
        private final Instant modified;

        Held(byte[] content, Version version, Instant modified) {
            this.content = content;
            this.version = version;
            this.modified = modified;
        }
    }

    private final ConcurrentSkipListMap<String, Held> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Clock clock;

    MemoryBucket(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
        Held held = hold(key, body);
        return objects.putIfAbsent(key.value(), held) == null ? Optional.of(held.version) : Optional.empty();
    }

    @Override
    public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
        Held next = hold(key, body);
        Held now = objects.computeIfPresent(key.value(), (k, old) -> old.version.equals(expected) ? next : old);
        return now != null && now.version.equals(next.version) ? Optional.of(next.version) : Optional.empty();
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.value()))
                .map(held -> new StoredObject(key, held.version, held.content.length, held.modified));
    }

    @Override
    public InputStream open(ObjectKey key, Range range) throws BucketException {
        Held held = objects.get(key.value());
        if (held == null) {
            throw new BucketException(
                    ErrorCode.NOT_FOUND, "Object not found: " + key + " in " + describe(), null, null);
        }
        int length = held.content.length;
        int from = (int) Math.min(range.offset(), length);
        int count = range.length() == Range.TO_END ? length - from : (int) Math.min(range.length(), length - from);
        return new ByteArrayInputStream(held.content, from, count);
    }

    @Override
    public List<ObjectKey> list(String prefix, String after, int max) {
        List<ObjectKey> keys = new ArrayList<>();
        String from = prefix.compareTo(after) > 0 ? prefix : after;
        for (String key : objects.tailMap(from, true).keySet()) {
            if (keys.size() >= max || !key.startsWith(prefix)) {
                break;
            }
            if (key.compareTo(after) > 0) {
                keys.add(new ObjectKey(key));
            }
        }
        return keys;
    }

    @Override
    public void delete(ObjectKey key, Version expected) {
        objects.computeIfPresent(key.value(), (k, held) -> held.version.equals(expected) ? null : held);
    }

    @Override
    public String describe() {
        return "memory";
    }

    private Held hold(ObjectKey key, Body body) throws BucketException {
        try (InputStream in = body.open()) {
            byte[] content = in.readAllBytes();
            if (content.length != body.length()) {
                throw new IOException(
                        "the content has " + content.length + " bytes, " + body.length() + " were announced");
            }
            return new Held(content, new Version(Long.toString(generation.incrementAndGet())), clock.instant());
        } catch (IOException e) {
            throw FolderProblems.cannot("write", key.value(), describe(), e);
        }
    }
}
