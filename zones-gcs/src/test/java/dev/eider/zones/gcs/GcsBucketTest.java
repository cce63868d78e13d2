package dev.eider.zones.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.StorageSettings;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketContract;
import dev.eider.zones.BucketUrl;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bucket of the emulator keeps the contract of buckets. */
final class GcsBucketTest extends BucketContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static FakeGcs emulator;

    private Bucket bucket;

    @BeforeAll
    static void start() throws IOException {
        emulator = FakeGcs.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (emulator != null) {
            emulator.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        String name = "acme-" + BUCKETS.incrementAndGet();
        emulator.createBucket(name);
        bucket = new GcsProvider()
                .open(BucketUrl.of("gs://" + name + "/prod"), StorageSettings.DEFAULT, emulator.variables());
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }

    @Test
    void namesItsPlace() {
        assertThat(bucket.describe()).matches("gs://acme-\\d+/prod");
    }
}
