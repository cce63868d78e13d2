package dev.eider.zones.s3;

import dev.eider.contract.StorageSettings;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketProvider;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Nonces;
import java.util.Map;

/**
 * Buckets at {@code s3://bucket/prefix}: Amazon S3, and stores that speak its protocol ({@code storage.endpoint}).
 *
 * <p>Credentials are those of {@code storage.credentials} (a profile file; the profile is {@code AWS_PROFILE} or
 * {@code default}); without it {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN};
 * without these the SDK's chain (profiles of the user, web identity, container, instance). The endpoint is
 * {@code storage.endpoint}, else {@code AWS_ENDPOINT_URL_S3}, else {@code AWS_ENDPOINT_URL}; the region
 * {@code storage.region}, else {@code AWS_REGION}, else {@code AWS_DEFAULT_REGION}, else the bucket's own, for which
 * the store is asked.
 */
public final class S3Provider implements BucketProvider {
    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public Bucket open(BucketUrl url, StorageSettings settings, Map<String, String> variables) throws BucketException {
        return new S3Bucket(S3Store.of(url, settings, variables), Nonces.random());
    }
}
