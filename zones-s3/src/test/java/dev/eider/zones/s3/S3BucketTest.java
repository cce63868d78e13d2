package dev.eider.zones.s3;

import dev.eider.zones.Bucket;
import dev.eider.zones.BucketContract;
import dev.eider.zones.StoreExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bucket on a real server keeps the contract of buckets. */
@Tag("slow")
final class S3BucketTest extends BucketContract {
    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private Bucket bucket;

    @BeforeEach
    void createBucket() throws Exception {
        bucket = STORE.server().open("s3://" + STORE.newBucket() + "/prod");
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }
}
