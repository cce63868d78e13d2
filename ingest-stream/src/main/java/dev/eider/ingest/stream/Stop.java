package dev.eider.ingest.stream;

import java.time.Duration;
import java.util.Optional;

/** A wish to end, which any thread may have. Thread-safe. */
final class Stop {
    /** From a stop to the last commit; what is not committed then is read again. */
    private static final Duration STOP_MAX = Duration.ofSeconds(11);

    private volatile boolean isAsked;
    private volatile long askedAt;
    private final Patience patience;
    private final long deadline;
    private final boolean hasDeadline;

    /** @param patience ends soon after the wish */
    Stop(Optional<Duration> most, Patience patience) {
        this.patience = patience;
        hasDeadline = most.isPresent();
        deadline = System.nanoTime() + most.orElse(Duration.ZERO).toNanos();
    }

    void ask() {
        if (!isAsked) {
            askedAt = System.nanoTime();
            isAsked = true;
            patience.cut(askedAt + STOP_MAX.toNanos());
        }
    }

    boolean isAsked() {
        if (!isAsked && hasDeadline && System.nanoTime() - deadline >= 0) {
            ask();
        }
        return isAsked;
    }

    /** Whether there is no more time to commit. */
    boolean isOver() {
        return isAsked && System.nanoTime() - askedAt > STOP_MAX.toNanos();
    }
}
