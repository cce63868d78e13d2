package dev.eider.zones.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Lifecycle;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A bucket of Google Cloud Storage. A version is a generation. Deleting names the generation, so that in a bucket with
 * object versioning nothing of the object is kept.
 */
final class GcsBucket implements Bucket {
    private static final int PAGE_MAX = 1_000;

    /** Rivals that change the metadata of one object. */
    private static final int CHANGES_MAX = 5;

    private final BucketUrl url;
    private final GcsClient client;
    private final GcsRetries retries;
    private final GcsNames names;
    private final GcsWrites writes;
    private final GcsUpload upload;
    private final GcsCompose compose;

    GcsBucket(BucketUrl url, GcsClient client, Supplier<String> nonces) {
        this(url, client, nonces, GcsUpload.STREAMED_BYTES_MAX);
    }

    /** Content above {@code streamedBytesMax} is sent in chunks. */
    GcsBucket(BucketUrl url, GcsClient client, Supplier<String> nonces, long streamedBytesMax) {
        this.url = url;
        this.client = client;
        this.retries = client.retries();
        this.names = new GcsNames(url, client.settings());
        this.writes = new GcsWrites(client, names, nonces);
        this.upload = new GcsUpload(client, nonces, streamedBytesMax);
        this.compose = new GcsCompose(this, client, names, writes, nonces);
    }

    @Override
    public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
        try {
            return writes.create(url.name(key), upload.of(body, GcsNames.ABSENT))
                    .map(GcsNames::version);
        } catch (IOException | StorageException e) {
            throw GcsProblems.cannot("write", key, url, e);
        }
    }

    @Override
    public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
        Optional<Long> generation = GcsNames.generation(expected);
        if (generation.isEmpty()) {
            return Optional.empty();
        }
        try {
            return writes.replace(url.name(key), generation.get(), upload.of(body, generation.get()));
        } catch (IOException | StorageException e) {
            throw GcsProblems.cannot("write", key, url, e);
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws BucketException {
        Storage storage = client.once();
        try {
            Blob found = retries.run(() -> storage.get(
                    names.id(key),
                    GcsOptions.lookUp(
                            client.settings(), BlobField.GENERATION, BlobField.SIZE, BlobField.TIME_CREATED)));
            return found == null
                    ? Optional.empty()
                    : Optional.of(new StoredObject(
                            key,
                            GcsNames.version(found.getGeneration()),
                            found.getSize(),
                            found.getCreateTimeOffsetDateTime().toInstant()));
        } catch (IOException | StorageException e) {
            throw GcsProblems.cannot("look up", key, url, e);
        }
    }

    @Override
    public InputStream open(ObjectKey key, Range range) throws BucketException {
        if (range.length() == 0) {
            if (find(key).isEmpty()) {
                throw GcsProblems.notFound(key, url, null);
            }
            return InputStream.nullInputStream();
        }
        try {
            return GcsContent.open(client, url.bucket(), url.name(key), range);
        } catch (IOException | StorageException e) {
            return switch (GcsProblems.status(e)) {
                case GcsProblems.RANGE_NOT_SATISFIABLE -> InputStream.nullInputStream();
                case GcsProblems.NOT_FOUND -> throw GcsProblems.notFound(key, url, e);
                default -> throw GcsProblems.cannot("read", key, url, e);
            };
        }
    }

    @Override
    public List<ObjectKey> list(String prefix, String after, int max) throws BucketException {
        List<ObjectKey> keys = new ArrayList<>();
        String token = "";
        try {
            while (keys.size() < max) {
                Page<Blob> page = page(prefix, after, Math.min(PAGE_MAX, max - keys.size() + 1), token);
                for (Blob blob : page.getValues()) {
                    String name = blob.getName().substring(url.prefix().length());
                    // Others may have put objects there that are none of the zones'.
                    if (keys.size() < max && name.compareTo(after) > 0 && ObjectKey.isValid(name)) {
                        keys.add(new ObjectKey(name));
                    }
                }
                if (!page.hasNextPage()) {
                    return keys;
                }
                token = page.getNextPageToken();
            }
            return keys;
        } catch (IOException | StorageException e) {
            String what = (prefix.isEmpty() ? "objects" : prefix) + " in " + url;
            throw GcsProblems.cannot("list", what, url, "roles/storage.objectUser", e);
        }
    }

    private Page<Blob> page(String prefix, String after, int max, String token) throws IOException, BucketException {
        List<BlobListOption> options = new ArrayList<>(List.of(
                BlobListOption.prefix(url.prefix() + prefix),
                BlobListOption.pageSize(max),
                BlobListOption.fields(BlobField.NAME)));
        if (!after.isEmpty()) {
            options.add(BlobListOption.startOffset(url.prefix() + after));
        }
        if (!token.isEmpty()) {
            options.add(BlobListOption.pageToken(token));
        }
        BlobListOption[] all = GcsOptions.list(client.settings(), options.toArray(BlobListOption[]::new));
        Storage storage = client.once();
        return retries.run(() -> storage.list(url.bucket(), all));
    }

    @Override
    public void delete(ObjectKey key, Version expected) throws BucketException {
        Optional<Long> generation = GcsNames.generation(expected);
        if (generation.isEmpty()) {
            return;
        }
        try {
            delete(url.name(key), generation.get());
        } catch (IOException | StorageException e) {
            throw GcsProblems.cannot("delete", key, url, e);
        }
    }

    /** Deletes a generation. Deleting it twice is the same as once. */
    void delete(String name, long generation) throws IOException, BucketException {
        Storage storage = client.once();
        try {
            retries.run(() -> storage.delete(
                    BlobId.of(url.bucket(), name, generation), GcsOptions.delete(client.settings(), generation)));
        } catch (StorageException e) {
            if (e.getCode() != GcsProblems.PRECONDITION_FAILED) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Version> compose(ObjectKey key, List<ObjectKey> parts) throws BucketException {
        if (parts.isEmpty()) {
            return createIfAbsent(key, Body.of(new byte[0]));
        }
        try {
            return compose.compose(key, parts);
        } catch (IOException | StorageException e) {
            throw GcsProblems.cannot("compose", key, url, e);
        }
    }

    @Override
    public OptionalInt crc32c(ObjectKey key) throws BucketException {
        Storage storage = client.once();
        try {
            Blob found = retries.run(
                    () -> storage.get(names.id(key), GcsOptions.lookUp(client.settings(), BlobField.CRC32C)));
            return found == null || found.getCrc32c() == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(ByteBuffer.wrap(Base64.getDecoder().decode(found.getCrc32c()))
                            .getInt());
        } catch (IOException | StorageException e) {
            throw GcsProblems.cannot("look up", key, url, e);
        }
    }

    /** Sets the object's custom time. The store lets it move forward only, so an earlier moment than it has stays out. */
    @Override
    public void supersede(ObjectKey key, Instant since) throws BucketException {
        try {
            for (int change = 1; ; change++) {
                if (isSuperseded(key, since, change == CHANGES_MAX)) {
                    return;
                }
            }
        } catch (IOException | StorageException e) {
            if (GcsProblems.status(e) != GcsProblems.NOT_FOUND) {
                throw GcsProblems.cannot("supersede", key, url, e);
            }
        }
    }

    private boolean isSuperseded(ObjectKey key, Instant since, boolean isLast) throws IOException, BucketException {
        Storage storage = client.once();
        Blob found = retries.run(() -> storage.get(
                names.id(key),
                GcsOptions.lookUp(
                        client.settings(), BlobField.GENERATION, BlobField.METAGENERATION, BlobField.CUSTOM_TIME)));
        if (found == null) {
            return true;
        }
        OffsetDateTime noted = found.getCustomTimeOffsetDateTime();
        if (noted != null && !since.isAfter(noted.toInstant())) {
            return true;
        }
        BlobInfo changed = BlobInfo.newBuilder(BlobId.of(url.bucket(), url.name(key), found.getGeneration()))
                .setCustomTimeOffsetDateTime(since.atOffset(ZoneOffset.UTC))
                .build();
        try {
            retries.run(() -> storage.update(changed, GcsOptions.change(client.settings(), found.getMetageneration())));
            return true;
        } catch (StorageException e) {
            if (e.getCode() != GcsProblems.PRECONDITION_FAILED || isLast) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public Optional<Lifecycle> lifecycle() {
        return Optional.of(new GcsLifecycle(url, client));
    }

    @Override
    public String describe() {
        return url.toString();
    }
}
