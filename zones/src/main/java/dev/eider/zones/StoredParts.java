package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Objects of a bucket that no manifest names yet, or never will. */
public final class StoredParts {
    private StoredParts() {}

    /** Puts all of them into the bucket, durably, or none. */
    static List<StoredFile> create(
            Bucket bucket, StoredFile.Role role, IntFunction<ObjectKey> keys, List<PartFile> parts)
            throws EiderException {
        List<StoredFile> stored = new ArrayList<>();
        try {
            for (PartFile part : parts) {
                StoredFile file =
                        new StoredFile(role, keys.apply(stored.size()), part.records(), part.bytes(), part.sha256());
                create(bucket, file.key(), part);
                stored.add(file);
            }
            return stored;
        } catch (EiderException e) {
            try {
                discard(bucket, stored, Optional.empty());
            } catch (EiderException further) {
                e.addSuppressed(further);
            }
            throw e;
        }
    }

    private static void create(Bucket bucket, ObjectKey key, PartFile part) throws EiderException {
        if (bucket.createIfAbsent(key, Body.taking(part.file())).isEmpty()) {
            throw new EiderException(
                    ErrorCode.INTERNAL,
                    "Cannot write " + key + " in " + bucket.describe() + ": the name is taken",
                    "Run the command again: it takes another name");
        }
    }

    /**
     * Deletes the objects of one who lost the race for a revision.
     *
     * @param winner the manifest that stands: what it names stays, in case that the winner is the loser's own earlier
     *     attempt
     */
    public static void discard(Bucket bucket, List<StoredFile> files, Optional<Manifest> winner) throws EiderException {
        Set<ObjectKey> named = winner.map(Manifest::outputs).orElse(List.of()).stream()
                .map(StoredFile::key)
                .collect(Collectors.toCollection(HashSet::new));
        for (StoredFile file : files) {
            if (!named.contains(file.key())) {
                Optional<StoredObject> object = bucket.find(file.key());
                if (object.isPresent()) {
                    bucket.delete(file.key(), object.get().version());
                }
            }
        }
    }
}
