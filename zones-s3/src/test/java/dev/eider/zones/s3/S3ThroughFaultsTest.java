package dev.eider.zones.s3;

import dev.eider.sandbox.StoreFaults;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on a real server, where about every twentieth call fails. */
@Tag("slow")
final class S3ThroughFaultsTest extends S3ThroughFaultsContract {
    private static final long SEED = 20_250_406;

    @BeforeAll
    static void start() throws Exception {
        start(StoreFaults.evenly(SEED, 0.05));
    }
}
