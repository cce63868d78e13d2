package dev.eider.zones.gcs;

import dev.eider.sandbox.StoreFaults;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on the emulator, where about every twentieth call fails. */
@Tag("slow")
final class GcsThroughFaultsTest extends GcsThroughFaultsContract {
    private static final long SEED = 20_250_406;

    @BeforeAll
    static void start() throws Exception {
        start(StoreFaults.evenly(SEED, 0.05));
    }
}
