package dev.eider.zones.s3;

import dev.eider.zones.Bucket;
import dev.eider.zones.BucketContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A bucket on a real server keeps the contract of buckets. */
@Tag("slow")
final class S3BucketTest extends BucketContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir
    private static Path data;

    private static S3Server server;

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
        bucket = server.open("s3://" + name + "/prod");
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }
}
