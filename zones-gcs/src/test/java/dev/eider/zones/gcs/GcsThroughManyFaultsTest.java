package dev.eider.zones.gcs;

import dev.eider.sandbox.StoreFaults;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on the emulator, where every fifth call fails. */
@Tag("slow")
final class GcsThroughManyFaultsTest extends GcsThroughFaultsContract {
    private static final long SEED = 20_250_407;

    @BeforeAll
    static void start() throws Exception {
        start(StoreFaults.evenly(SEED, 0.2));
    }
}
