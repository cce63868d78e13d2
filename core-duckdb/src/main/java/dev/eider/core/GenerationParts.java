package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Hashing;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Parallel;
import dev.eider.zones.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Warehouse files in a bucket of another machine: in parts of one size that are named by their content, and composed
 * there. A part that an earlier generation has is neither sent nor stored again. Thread-safe.
 */
final class GenerationParts {
    static final String PREFIX = "warehouse/parts/";

    /** A multiple of DuckDB's blocks, so that a changed block changes one part; within what stores compose. */
    static final int PART_BYTES = 16 << 20;

    private static final int COMPOSITIONS_MAX = 3;
    private static final int SENT_AT_ONCE = 4;
    private static final int LISTED_MAX = 1_000;

    private final Bucket bucket;

    GenerationParts(Bucket bucket) {
        this.bucket = bucket;
    }

    private static ObjectKey key(String sha256) {
        return new ObjectKey(PREFIX + sha256);
    }

    /** The file's parts by their content. */
    static Generation.Parts of(Path file, int partBytes) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (long at = 0, size = Files.size(file); at < size; at += partBytes) {
            try (InputStream in = Body.of(file, at, partBytes).open()) {
                hashes.add(Hashing.sha256(in));
            }
        }
        return new Generation.Parts(partBytes, hashes);
    }

    /**
     * Creates the object of a file; the store's checksum of the whole is that of the file.
     *
     * @param known parts that the bucket has, as far as the caller knows
     * @return whether the key was free
     */
    boolean create(ObjectKey key, Path file, Generation.Parts parts, Set<String> known)
            throws EiderException, IOException {
        if (!compose(key, file, parts, known)) {
            return false;
        }
        OptionalInt there = bucket.crc32c(key);
        if (there.isPresent() && there.getAsInt() != Hashing.crc32c(file)) {
            throw new EiderException(
                    ErrorCode.CORRUPT_OBJECT,
                    "Cannot publish: the store composed " + key + " of other bytes than were sent",
                    "Run again: readers stay where they are");
        }
        return true;
    }

    private boolean compose(ObjectKey key, Path file, Generation.Parts parts, Set<String> known) throws EiderException {
        List<ObjectKey> keys = parts.sha256().stream().map(GenerationParts::key).toList();
        Set<String> there = known;
        for (int i = 1; ; i++) {
            send(file, parts, there);
            try {
                return bucket.compose(key, keys).isPresent();
            } catch (EiderException e) {
                // Another loader pruned a part that only old generations had.
                if (e.code() != ErrorCode.NOT_FOUND || i == COMPOSITIONS_MAX) {
                    throw e;
                }
                there = Set.of();
            }
        }
    }

    private void send(Path file, Generation.Parts parts, Set<String> there) throws EiderException {
        Set<String> skipped = new HashSet<>(there);
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < parts.sha256().size(); i++) {
            if (skipped.add(parts.sha256().get(i))) {
                missing.add(i);
            }
        }
        Parallel.map(missing, SENT_AT_ONCE, i -> {
            ObjectKey key = key(parts.sha256().get(i));
            // If the name is taken meanwhile, then by the same content.
            return bucket.find(key).isEmpty()
                    && bucket.createIfAbsent(key, Body.of(file, (long) i * parts.bytes(), parts.bytes()))
                            .isPresent();
        });
    }

    /** Deletes parts that none of these generations has. */
    void prune(Collection<Generation> kept) throws EiderException {
        Set<String> named = new HashSet<>();
        kept.forEach(g -> g.parts().ifPresent(parts -> named.addAll(parts.sha256())));
        String after = "";
        List<ObjectKey> page;
        do {
            page = bucket.list(PREFIX, after, LISTED_MAX);
            for (ObjectKey key : page) {
                after = key.value();
                if (!named.contains(key.name())) {
                    Optional<StoredObject> stored = bucket.find(key);
                    if (stored.isPresent()) {
                        bucket.delete(key, stored.get().version());
                    }
                }
            }
        } while (page.size() == LISTED_MAX);
    }
}
