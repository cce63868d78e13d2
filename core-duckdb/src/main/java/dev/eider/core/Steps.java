package dev.eider.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Time by step. */
final class Steps {
    private final Clock clock;
    private final Map<String, Duration> took = new LinkedHashMap<>();
    private final Instant start;
    private Instant last;

    Steps(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
        this.last = start;
    }

    /** Ends the step that runs since the last one ended. */
    void done(String step) {
        Instant now = clock.instant();
        took.merge(step, Duration.between(last, now), Duration::plus);
        last = now;
    }

    Map<String, Duration> all() {
        return took;
    }

    /** Time since the first step began. */
    Duration total() {
        return Duration.between(start, clock.instant());
    }
}
