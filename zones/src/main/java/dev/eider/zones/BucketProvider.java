package dev.eider.zones;

import dev.eider.contract.StorageSettings;
import java.util.Map;

/** Opens buckets of one kind of URL. Found as a service ({@link java.util.ServiceLoader}) in a module of its own. */
public interface BucketProvider {
    /** Scheme of its URLs in lower case, like {@code gs}. */
    String scheme();

    /**
     * A bucket; nothing is asked of the store before the first call.
     *
     * @param variables of the environment, in which the store's own tools look for endpoints and credentials
     * @throws BucketException of code INVALID_CONFIGURATION for a setting that this store does not know or cannot use
     */
    Bucket open(BucketUrl url, StorageSettings settings, Map<String, String> variables) throws BucketException;
}
