package dev.eider.zones;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Objects that are created whole or not at all. Adapters: folder, memory, GCS, S3; one contract suite.
 * Thread-safe. All methods throw {@link BucketException} for what the store refuses.
 */
public interface Bucket {
    /**
     * Creates the object if its key is free. Durable on return; half an object is never visible.
     *
     * @return the new version; empty if the key is taken
     * @throws OutcomeUnknownException if an answer was lost and looking it up failed as well
     */
    Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException;

    /** Replaces the object if it still has the expected version; empty if not. */
    Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException;

    Optional<StoredObject> find(ObjectKey key) throws BucketException;

    /** The bytes of the range, to be closed by the caller. A missing object is a {@link BucketException} of code NOT_FOUND. */
    InputStream open(ObjectKey key, Range range) throws BucketException;

    /**
     * Keys that begin with the prefix and are greater than {@code after}, sorted.
     *
     * @param after empty for the first
     * @param max most keys returned
     */
    List<ObjectKey> list(String prefix, String after, int max) throws BucketException;

    /** Deletes the object if it still has the expected version; a missing object is fine. */
    void delete(ObjectKey key, Version expected) throws BucketException;

    /**
     * Creates the object, if its key is free, of the content of others in their order; where the store can, without
     * the bytes leaving it. Nothing else is left behind.
     *
     * @param parts objects that nobody changes; one may stand several times
     * @return the new version; empty if the key is taken
     * @throws BucketException of code NOT_FOUND for a part that is missing
     */
    default Optional<Version> compose(ObjectKey key, List<ObjectKey> parts) throws BucketException {
        return createIfAbsent(key, ComposedBody.of(this, parts));
    }

    /**
     * CRC-32C of an object's whole content as the store has computed it, to check what was composed there; empty where
     * the store computes none, or the object is missing.
     */
    default OptionalInt crc32c(ObjectKey key) throws BucketException {
        return OptionalInt.empty();
    }

    /**
     * Notes on an object since when another stands in its place, for the store's own rules ({@link Lifecycle}). Its
     * content and version stay; a missing object is fine. Nothing happens where the store has no rules.
     */
    default void supersede(ObjectKey key, Instant since) throws BucketException {}

    /** The rules by which the store itself expires objects; empty where it has none. */
    default Optional<Lifecycle> lifecycle() {
        return Optional.empty();
    }

    /**
     * Where an object can be opened as a file of this machine, for engines that read files best. Empty where the
     * bucket is elsewhere: then its content is copied to scratch.
     */
    default Optional<Path> localPath(ObjectKey key) {
        return Optional.empty();
    }

    /**
     * Points a well-known name at a folder of objects, for readers of this machine, by swapping a symbolic link.
     * Nothing happens where the bucket has no such thing.
     *
     * @param link the name, like {@code warehouse/current}
     * @param folder prefix of the objects, like {@code warehouse/generations/000043-k3f9}
     */
    default void point(String link, String folder) throws BucketException {}

    /** The bucket's place for messages, without secrets. */
    String describe();
}
