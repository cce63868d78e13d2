package dev.eider.zones.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.StorageException;
import dev.eider.zones.BucketException;
import dev.eider.zones.OutcomeUnknownException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Writes under the condition that a name still has a certain generation, or none. The condition makes every repetition
 * safe; what it cannot tell after a lost answer, whether the refusal of the second try means a rival or the first try
 * itself, is looked up: each write leaves a nonce of its own in the object.
 */
final class GcsWrites {
    private final GcsClient client;
    private final GcsNames names;
    private final GcsRetries retries;
    private final Supplier<String> nonces;

    GcsWrites(GcsClient client, GcsNames names, Supplier<String> nonces) {
        this.client = client;
        this.names = names;
        this.retries = client.retries();
        this.nonces = nonces;
    }

    /** One try of a write: the object as the store has taken it. */
    interface Attempt {
        BlobInfo run(BlobInfo target) throws IOException, BucketException;
    }

    /**
     * The object that was written; empty if the name has another generation than expected.
     *
     * @param name in the store
     * @param expected a generation, or {@link GcsNames#ABSENT}
     * @throws StorageException what the store refused
     */
    Optional<BlobInfo> write(String name, long expected, Attempt attempt) throws IOException, BucketException {
        String nonce = nonces.get();
        BlobInfo target = names.target(name, nonce, expected);
        AtomicBoolean isOpen = new AtomicBoolean();
        try {
            return Optional.of(retries.run(() -> {
                try {
                    return attempt.run(target);
                } catch (StorageException | IOException e) {
                    isOpen.compareAndSet(false, GcsProblems.mayHaveHappened(e));
                    throw e;
                }
            }));
        } catch (StorageException | IOException e) {
            boolean isRefused = GcsProblems.status(e) == GcsProblems.PRECONDITION_FAILED;
            if (isOpen.get()) {
                return settle(name, nonce, expected, isRefused, e);
            }
            if (isRefused) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Finds out what became of a write of which an answer was lost. */
    private Optional<BlobInfo> settle(String name, String nonce, long expected, boolean isRefused, Exception failure)
            throws IOException, BucketException {
        Optional<Blob> found;
        try {
            found = look(name);
        } catch (StorageException | IOException e) {
            e.addSuppressed(failure);
            throw unknown(name, e);
        }
        Map<String, String> metadata = found.map(Blob::getMetadata).orElse(Map.of());
        if (nonce.equals(metadata.get(GcsNames.WRITER))) {
            return Optional.of(found.get());
        }
        boolean isUntouched = expected == found.map(Blob::getGeneration).orElse(GcsNames.ABSENT);
        if (isUntouched && !isRefused) {
            throw rethrow(failure);
        }
        String replaced = metadata.get(GcsNames.REPLACED);
        boolean isRival = expected == GcsNames.ABSENT
                ? found.isPresent() && replaced == null
                : Long.toString(expected).equals(replaced);
        if (isRival) {
            return Optional.empty();
        }
        // Others have been there since: they may have come after this write, or instead of it.
        throw unknown(name, failure);
    }

    private Optional<Blob> look(String name) throws IOException, BucketException {
        Storage storage = client.once();
        BlobGetOption[] options = GcsOptions.lookUp(
                client.settings(), BlobField.GENERATION, BlobField.METADATA, BlobField.CRC32C, BlobField.SIZE);
        return Optional.ofNullable(
                retries.run(() -> storage.get(BlobId.of(names.url().bucket(), name), options)));
    }

    private OutcomeUnknownException unknown(String name, Exception cause) {
        String key = name.substring(names.url().prefix().length());
        return new OutcomeUnknownException(
                "Cannot tell whether " + key + " in " + names.url() + " was written: an answer was lost", cause);
    }

    private static IOException rethrow(Exception failure) throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        throw (StorageException) failure;
    }
}
