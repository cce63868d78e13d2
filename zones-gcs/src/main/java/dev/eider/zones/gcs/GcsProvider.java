package dev.eider.zones.gcs;

import dev.eider.contract.StorageSettings;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketProvider;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Nonces;
import java.util.Map;

/**
 * Opens {@code gs://bucket/prefix} on Google Cloud Storage, over HTTP.
 *
 * <p>Credentials are a file of {@code storage.credentials} (a service account's key, or a configuration of workload
 * identity federation), else what the machine has: {@code GOOGLE_APPLICATION_CREDENTIALS}, a login of gcloud, the
 * identity of the workload. With {@code STORAGE_EMULATOR_HOST}, and with any endpoint that is not encrypted, none are
 * sent.
 */
public final class GcsProvider implements BucketProvider {
    /** For {@link java.util.ServiceLoader}. */
    public GcsProvider() {}

    @Override
    public String scheme() {
        return "gs";
    }

    @Override
    public Bucket open(BucketUrl url, StorageSettings settings, Map<String, String> variables) throws BucketException {
        GcsSettings checked = GcsSettings.of(settings, variables);
        return new GcsBucket(url, new GcsClient(url, checked, GcsRetries.DEFAULT), Nonces.random());
    }
}
