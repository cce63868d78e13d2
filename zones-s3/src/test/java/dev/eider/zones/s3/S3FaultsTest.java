package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFault;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketContract;
import dev.eider.zones.StoreExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bucket behind a bad network keeps the contract of buckets all the same, and no write goes without a condition. */
@Tag("soak")
final class S3FaultsTest extends BucketContract {
    private static final long SEED = 20_251_122;
    private static final double SHARE = 0.2;

    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private StoreProxy proxy;
    private Bucket bucket;

    @BeforeEach
    void createBucket() throws Exception {
        String name = STORE.newBucket();
        // S3 lists what was written before: a stale listing is not one of its faults.
        proxy = StoreProxy.start(
                STORE.server().endpoint(),
                StoreApi.S3,
                StoreFaults.evenly(SEED + STORE.bucketsMade(), SHARE).with(StoreFault.STALE_LIST, 0));
        bucket = S3Server.open("s3://" + name + "/prod", proxy.url());
    }

    @AfterEach
    void everyWriteHadItsCondition() {
        proxy.close();
        assertThat(proxy.violations()).isEmpty();
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }
}
