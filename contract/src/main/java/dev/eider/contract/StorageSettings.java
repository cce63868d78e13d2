package dev.eider.contract;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the bucket of a cloud is reached. What is empty is as the store's own tools have it: default credentials, its
 * public endpoint, the bucket's own storage class and key.
 *
 * @param credentials a file of them: a service account's key, or a profile file
 * @param requesterPays project that pays for requests; for a store without projects any word
 * @param kmsKey name of the key that new objects are encrypted with
 * @param storageClass of new objects
 * @param endpoint of a store that speaks the same protocol elsewhere
 * @param region of the bucket
 * @param addressing how URLs name the bucket
 */
public record StorageSettings(
        Optional<Path> credentials,
        Optional<String> requesterPays,
        Optional<String> kmsKey,
        Optional<String> storageClass,
        Optional<URI> endpoint,
        Optional<String> region,
        Addressing addressing) {
    public static final StorageSettings DEFAULT = new StorageSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Addressing.HOST);

    /** Where a URL holds the bucket's name. */
    public enum Addressing {
        HOST,
        PATH
    }
}
