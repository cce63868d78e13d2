package dev.eider.zones.s3;

import dev.eider.contract.StorageSettings;
import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.ThroughFaultsContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bucket on a real server behind a proxy that lets calls fail. */
abstract class S3ThroughFaultsContract extends ThroughFaultsContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path data;

    private static S3Server server;
    private static StoreProxy proxy;

    private BucketUrl url;
    private Bucket bucket;

    static void start(StoreFaults faults) throws Exception {
        server = S3Server.start(data);
        proxy = StoreProxy.start(server.endpoint(), StoreApi.S3, faults.slowFor(Duration.ofMillis(20)));
    }

    static void stopAndAssertFaults() throws Exception {
        if (proxy == null) {
            return;
        }
        proxy.close();
        server.close();
        assertServed(proxy);
    }

    @BeforeEach
    void open() throws Exception {
        String name = "faulty-" + BUCKETS.incrementAndGet();
        server.create(name);
        url = BucketUrl.of("s3://" + name + "/prod");
        bucket = rival();
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }

    @Override
    protected Bucket rival() throws Exception {
        return new S3Provider().open(url, StorageSettings.DEFAULT, variables());
    }

    @Override
    protected StoreProxy proxy() {
        return proxy;
    }

    @Override
    protected Map<String, String> variables() {
        return S3Server.variables(proxy.url());
    }
}
