package dev.eider.zones.gcs;

import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.StorageException;
import dev.eider.zones.BucketException;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Composes objects in the store, which takes 32 at once: more of them by way of objects that are deleted afterwards. */
final class GcsCompose {
    static final int PARTS_MAX = 32;

    private static final Logger LOG = LoggerFactory.getLogger(GcsCompose.class);

    private final GcsBucket bucket;
    private final GcsClient client;
    private final GcsNames names;
    private final GcsWrites writes;
    private final Supplier<String> nonces;

    GcsCompose(GcsBucket bucket, GcsClient client, GcsNames names, GcsWrites writes, Supplier<String> nonces) {
        this.bucket = bucket;
        this.client = client;
        this.names = names;
        this.writes = writes;
        this.nonces = nonces;
    }

    Optional<Version> compose(ObjectKey key, List<ObjectKey> parts) throws IOException, BucketException {
        if (bucket.find(key).isPresent()) {
            return Optional.empty();
        }
        Map<String, Long> temporaries = new LinkedHashMap<>();
        try {
            List<String> sources = parts.stream().map(names.url()::name).toList();
            String nonce = nonces.get();
            for (int level = 1; sources.size() > PARTS_MAX; level++) {
                sources = halfway(sources, nonce + "-" + level, parts, temporaries);
            }
            return once(names.url().name(key), sources, parts).map(GcsNames::version);
        } finally {
            temporaries.forEach(this::remove);
        }
    }

    /** Composes groups as large as the store takes: the names of the results. */
    private List<String> halfway(
            List<String> sources, String prefix, List<ObjectKey> parts, Map<String, Long> temporaries)
            throws IOException, BucketException {
        List<String> composed = new ArrayList<>();
        for (int from = 0; from < sources.size(); from += PARTS_MAX) {
            String name = names.temporary(prefix + "-" + composed.size());
            List<String> group = sources.subList(from, Math.min(from + PARTS_MAX, sources.size()));
            long made =
                    once(name, group, parts).orElseThrow(() -> new IOException("another writer has the same nonce"));
            temporaries.put(name, made);
            composed.add(name);
        }
        return composed;
    }

    private Optional<Long> once(String name, List<String> sources, List<ObjectKey> parts)
            throws IOException, BucketException {
        Storage storage = client.once();
        return writes.create(name, target -> {
            try {
                return storage.compose(ComposeRequest.newBuilder()
                        .addSource(sources)
                        .setTarget(target)
                        .setTargetOptions(GcsOptions.compose(client.settings()))
                        .build());
            } catch (StorageException e) {
                if (e.getCode() != GcsProblems.PRECONDITION_FAILED) {
                    checkParts(parts);
                }
                throw e;
            }
        });
    }

    /** The store says that something is missing, not what. */
    private void checkParts(List<ObjectKey> parts) throws BucketException {
        for (ObjectKey part : new LinkedHashSet<>(parts)) {
            if (bucket.find(part).isEmpty()) {
                throw GcsProblems.notFound(part, names.url(), null);
            }
        }
    }

    private void remove(String name, long generation) {
        try {
            bucket.delete(name, generation);
        } catch (IOException | StorageException | BucketException e) {
            LOG.warn("Cannot delete the temporary object {} in {}: it can be deleted by hand", name, names.url(), e);
        }
    }
}
