package dev.eider.zones.s3;

import dev.eider.sandbox.StoreFaults;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on a real server, where every fifth call fails. */
@Tag("slow")
final class S3ThroughManyFaultsTest extends S3ThroughFaultsContract {
    private static final long SEED = 20_250_407;

    @BeforeAll
    static void start() throws Exception {
        start(StoreFaults.evenly(SEED, 0.2));
    }
}
