package dev.eider.zones.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.StorageSettings;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketContract;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.StoreExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bucket of the emulator keeps the contract of buckets. */
final class GcsBucketTest extends BucketContract {
    @RegisterExtension
    private static final StoreExtension<FakeGcs> STORE = new StoreExtension<>(folder -> FakeGcs.start());

    private Bucket bucket;

    @BeforeEach
    void open() throws Exception {
        BucketUrl url = BucketUrl.of("gs://" + STORE.newBucket() + "/prod");
        bucket = new GcsProvider()
                .open(url, StorageSettings.DEFAULT, STORE.server().variables());
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }

    @Test
    void namesItsPlace() {
        assertThat(bucket.describe()).matches("gs://bucket-\\d+/prod");
    }
}
