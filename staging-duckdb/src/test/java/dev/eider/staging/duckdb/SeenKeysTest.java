package dev.eider.staging.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Hashes of keys that were seen: each is new once, whoever adds it. */
class SeenKeysTest {
    private static final long SEED = 20250406;
    private static final int HASHES = 50_000;
    private static final int THREADS = 4;

    @Test
    void takesEachHashForNewOnce() throws Exception {
        SeenKeys keys = SeenKeys.of(HASHES).orElseThrow();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                counts.add(threads.submit(() -> {
                    start.await();
                    return new Random(SEED).longs(HASHES).filter(keys::add).count();
                }));
            }
            long fresh = 0;
            for (Future<Long> count : counts) {
                fresh += count.get();
            }

            assertThat(fresh).as("seed %d", SEED).isEqualTo(HASHES);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void takesAHashForSeenWhereMoreComeThanAnnounced() {
        SeenKeys keys = SeenKeys.of(1).orElseThrow();

        long fresh = new Random(SEED).longs(HASHES).filter(keys::add).count();

        assertThat(fresh).as("seed %d", SEED).isPositive().isLessThan(HASHES);
    }

    @Test
    void holdsNoMoreKeysThanItsBound() {
        assertThat(SeenKeys.of(SeenKeys.RECORDS_MAX)).isPresent();
        assertThat(SeenKeys.of(SeenKeys.RECORDS_MAX + 1)).isEmpty();
    }
}
