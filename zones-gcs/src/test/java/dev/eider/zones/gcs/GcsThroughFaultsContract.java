package dev.eider.zones.gcs;

import dev.eider.contract.StorageSettings;
import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Nonces;
import dev.eider.zones.StoreExtension;
import dev.eider.zones.ThroughFaultsContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bucket of the emulator behind a proxy that lets calls fail. It repeats as always, after shorter pauses. */
abstract class GcsThroughFaultsContract extends ThroughFaultsContract {
    private static final GcsRetries HASTY = new GcsRetries(GcsRetries.DEFAULT.settings().toBuilder()
            .setInitialRetryDelayDuration(Duration.ofMillis(2))
            .setMaxRetryDelayDuration(Duration.ofMillis(50))
            .build());

    @RegisterExtension
    private static final StoreExtension<FakeGcs> STORE = new StoreExtension<>(folder -> FakeGcs.start());

    private static StoreProxy proxy;

    private BucketUrl url;
    private Bucket bucket;

    static void start(StoreFaults faults) throws Exception {
        proxy = StoreProxy.start(STORE.server().url(), StoreApi.GCS, faults.slowFor(Duration.ofMillis(20)));
    }

    @AfterAll
    static void assertFaults() {
        proxy.close();
        assertServed(proxy);
    }

    @BeforeEach
    void open() throws Exception {
        url = BucketUrl.of("gs://" + STORE.newBucket() + "/prod");
        bucket = rival();
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }

    @Override
    protected Bucket rival() throws Exception {
        GcsSettings settings = GcsSettings.of(StorageSettings.DEFAULT, variables());
        // Large content goes in one request with every second bucket, and in chunks with the others.
        long streamedBytesMax =
                STORE.bucketsMade() % 2 == 0 ? GcsUpload.STREAMED_BYTES_MAX : GcsUpload.SINGLE_BYTES_MAX;
        return new GcsBucket(url, new GcsClient(url, settings, HASTY), Nonces.random(), streamedBytesMax);
    }

    @Override
    protected StoreProxy proxy() {
        return proxy;
    }

    @Override
    protected Map<String, String> variables() {
        return Map.of(GcsSettings.EMULATOR_VARIABLE, proxy.url().toString());
    }
}
