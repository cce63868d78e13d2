package dev.eider.zones.gcs;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Version;
import java.util.Optional;

/** How keys, versions and writers are named in the store. */
record GcsNames(BucketUrl url, GcsSettings settings) {
    /** Where objects stand that live as long as a call. No key begins so: nobody lists them. */
    static final String TEMPORARY = "staging/.tmp/";

    /** The generation of no object. */
    static final long ABSENT = 0;

    BlobId id(ObjectKey key) {
        return BlobId.of(url.bucket(), url.name(key));
    }

    String temporary(String name) {
        return url.prefix() + TEMPORARY + name;
    }

    /** What is to be written. */
    BlobInfo target(String name, WriterChain writers) {
        BlobInfo.Builder target = BlobInfo.newBuilder(url.bucket(), name)
                .setContentType("application/octet-stream")
                .setMetadata(writers.metadata());
        settings.storageClass().ifPresent(target::setStorageClass);
        return target.build();
    }

    static Version version(long generation) {
        return new Version(Long.toString(generation));
    }

    /** The generation that a version names; empty for one that this store has never given. */
    static Optional<Long> generation(Version version) {
        try {
            long generation = Long.parseLong(version.value());
            return generation > ABSENT ? Optional.of(generation) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
