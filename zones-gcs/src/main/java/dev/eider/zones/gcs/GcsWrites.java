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
import dev.eider.zones.Version;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Writes under the condition that a name still has a certain generation, or none. The condition makes every repetition
 * safe; what it cannot tell after a lost answer, whether the refusal of the second try means a rival or the first try
 * itself, is looked up in the {@link WriterChain}.
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
     * The generation that was written; empty if the name is taken.
     *
     * @param name in the store
     * @throws StorageException what the store refused
     */
    Optional<Long> create(String name, Attempt attempt) throws IOException, BucketException {
        return write(name, GcsNames.ABSENT, WriterChain.NEW, attempt);
    }

    /** The generation that was written; empty if the name has another one than expected. */
    Optional<Version> replace(String name, long expected, Attempt attempt) throws IOException, BucketException {
        // What is gone already is told before the write: with an answer lost it could not be told any more.
        Optional<Blob> now = look(name).filter(blob -> blob.getGeneration() == expected);
        return now.isEmpty()
                ? Optional.empty()
                : write(name, expected, chain(now.get()), attempt).map(GcsNames::version);
    }

    private Optional<Long> write(String name, long expected, WriterChain before, Attempt attempt)
            throws IOException, BucketException {
        String nonce = nonces.get();
        BlobInfo target = names.target(name, before.then(expected, nonce));
        AtomicBoolean isOpen = new AtomicBoolean();
        try {
            return Optional.of(retries.run(() -> {
                try {
                    return attempt.run(target).getGeneration();
                } catch (StorageException | IOException e) {
                    isOpen.compareAndSet(false, GcsProblems.mayHaveHappened(e));
                    throw e;
                }
            }));
        } catch (StorageException | IOException e) {
            if (isOpen.get()) {
                return settle(name, nonce, expected, e);
            }
            if (isRefused(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Finds out what became of a write of which an answer was lost. */
    private Optional<Long> settle(String name, String nonce, long expected, Exception failure)
            throws IOException, BucketException {
        Optional<Blob> found;
        try {
            found = look(name);
        } catch (StorageException | IOException e) {
            e.addSuppressed(failure);
            throw unknown(name, e);
        }
        if (found.map(Blob::getGeneration).orElse(GcsNames.ABSENT) == expected && !isRefused(failure)) {
            throw rethrow(failure);
        }
        WriterChain chain = found.map(GcsWrites::chain).orElse(WriterChain.NEW);
        // Deleted since, written over by others' tools, or by very many: this write may have been among them.
        WriterChain.Link link = chain.after(expected).orElseThrow(() -> unknown(name, failure));
        return link.nonce().equals(nonce)
                ? Optional.of(chain.generation(link, found.get().getGeneration()))
                : Optional.empty();
    }

    private Optional<Blob> look(String name) throws IOException, BucketException {
        Storage storage = client.once();
        BlobGetOption[] options = GcsOptions.lookUp(client.settings(), BlobField.GENERATION, BlobField.METADATA);
        return Optional.ofNullable(
                retries.run(() -> storage.get(BlobId.of(names.url().bucket(), name), options)));
    }

    private static WriterChain chain(Blob blob) {
        return WriterChain.of(Optional.ofNullable(blob.getMetadata()).orElse(Map.of()));
    }

    private static boolean isRefused(Exception failure) {
        return GcsProblems.status(failure) == GcsProblems.PRECONDITION_FAILED;
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
