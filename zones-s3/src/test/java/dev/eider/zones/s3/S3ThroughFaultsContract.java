package dev.eider.zones.s3;

import dev.eider.contract.StorageSettings;
import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.StoreExtension;
import dev.eider.zones.ThroughFaultsContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bucket on a real server behind a proxy that lets calls fail. */
abstract class S3ThroughFaultsContract extends ThroughFaultsContract {
    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private static StoreProxy proxy;

    private BucketUrl url;
    private Bucket bucket;

    static void start(StoreFaults faults) throws Exception {
        proxy = StoreProxy.start(STORE.server().endpoint(), StoreApi.S3, faults.slowFor(Duration.ofMillis(20)));
    }

    @AfterAll
    static void assertFaults() {
        proxy.close();
        assertServed(proxy);
    }

    @BeforeEach
    void open() throws Exception {
        url = BucketUrl.of("s3://" + STORE.newBucket() + "/prod");
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
