package dev.eider.ingest.batch;

import java.time.Duration;
import java.util.Random;

/**
 * Waits between attempts: exponential with full jitter, so that many clients that failed at once do not return at once.
 *
 * @param first most wait before the second attempt, doubled for each one after it
 * @param most bound of all waits
 */
record Backoff(Duration first, Duration most) {
    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

    private static final int DOUBLINGS_MAX = 30;

    /** @param failures attempts that failed so far, from 1 */
    Duration after(int failures, Random random) {
        long bound = first.toNanos() << Math.min(failures - 1, DOUBLINGS_MAX);
        long capped = bound <= 0 ? most.toNanos() : Math.min(bound, most.toNanos());
        return Duration.ofNanos((long) (random.nextDouble() * capped));
    }
}
