package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFault;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A bucket behind a bad network keeps the contract of buckets all the same, and no write goes without a condition. */
@Tag("soak")
final class S3FaultsTest extends BucketContract {
    private static final long SEED = 20_251_122;
    private static final double SHARE = 0.2;
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path data;

    private static S3Server server;

    private StoreProxy proxy;
    private Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(data);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void createBucket() throws Exception {
        String name = "bucket-" + BUCKETS.incrementAndGet();
        server.create(name);
        // S3 lists what was written before: a stale listing is not one of its faults.
        proxy = StoreProxy.start(
                server.endpoint(),
                StoreApi.S3,
                StoreFaults.evenly(SEED + BUCKETS.get(), SHARE).with(StoreFault.STALE_LIST, 0));
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
