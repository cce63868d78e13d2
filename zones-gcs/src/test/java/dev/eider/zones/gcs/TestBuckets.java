package dev.eider.zones.gcs;

import com.google.api.gax.retrying.RetrySettings;
import dev.eider.contract.StorageSettings;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Nonces;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Buckets that wait little before they try again. */
final class TestBuckets {
    static final int ATTEMPTS_MAX = 6;

    private static final GcsRetries QUICK = new GcsRetries(RetrySettings.newBuilder()
            .setMaxAttempts(ATTEMPTS_MAX)
            .setInitialRetryDelayDuration(Duration.ofMillis(2))
            .setRetryDelayMultiplier(2)
            .setMaxRetryDelayDuration(Duration.ofMillis(50))
            .setTotalTimeoutDuration(Duration.ofMinutes(1))
            .build());

    private TestBuckets() {}

    static Bucket open(URI server, String name) throws BucketException {
        return open(server, name, StorageSettings.DEFAULT);
    }

    static Bucket open(URI server, String name, StorageSettings settings) throws BucketException {
        BucketUrl url = BucketUrl.of("gs://" + name);
        GcsSettings checked = GcsSettings.of(settings, Map.of(GcsSettings.EMULATOR_VARIABLE, server.toString()));
        return new GcsBucket(url, new GcsClient(url, checked, QUICK), Nonces.random());
    }
}
