package dev.eider.ingest.stream;

import java.time.Duration;

/** Tells whether so much time has passed since it last said so. Not thread-safe. */
final class Every {
    private final long nanos;
    private long last;

    Every(Duration time) {
        nanos = time.toNanos();
        last = System.nanoTime() - nanos;
    }

    boolean isDue() {
        long now = System.nanoTime();
        if (now - last < nanos) {
            return false;
        }
        last = now;
        return true;
    }
}
