package dev.eider.zones.gcs;

import dev.eider.contract.StorageSettings;
import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.Nonces;
import dev.eider.zones.ThroughFaultsContract;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** A bucket of the emulator behind a proxy that lets calls fail. It repeats as always, after shorter pauses. */
abstract class GcsThroughFaultsContract extends ThroughFaultsContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final GcsRetries HASTY = new GcsRetries(GcsRetries.DEFAULT.settings().toBuilder()
            .setInitialRetryDelayDuration(Duration.ofMillis(2))
            .setMaxRetryDelayDuration(Duration.ofMillis(50))
            .build());

    private static FakeGcs emulator;
    private static StoreProxy proxy;

    private BucketUrl url;
    private Bucket bucket;

    static void start(StoreFaults faults) throws Exception {
        emulator = FakeGcs.start();
        proxy = StoreProxy.start(emulator.url(), StoreApi.GCS, faults.slowFor(Duration.ofMillis(20)));
    }

    static void stopAndAssertFaults() throws Exception {
        if (proxy == null) {
            return;
        }
        proxy.close();
        emulator.close();
        assertServed(proxy);
    }

    @BeforeEach
    void open() throws Exception {
        String name = "faulty-" + BUCKETS.incrementAndGet();
        emulator.createBucket(name);
        url = BucketUrl.of("gs://" + name + "/prod");
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
        long streamedBytesMax = BUCKETS.get() % 2 == 0 ? GcsUpload.STREAMED_BYTES_MAX : GcsUpload.SINGLE_BYTES_MAX;
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
