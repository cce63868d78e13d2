package dev.eider.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The answers to listings that may be given again for a while. Thread-safe. */
final class StoreListings {
    /** Bytes of answers that are kept; the oldest go first. */
    static final long BYTES_MAX = 64L * 1024 * 1024;

    private record Seen(long nanos, StoreAnswer.Kept answer) {}

    private final Duration ageMax;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private long bytes;

    StoreListings(Duration ageMax, LongSupplier nanoTime) {
        this.ageMax = ageMax;
        this.nanoTime = nanoTime;
    }

    synchronized void saw(String target, StoreAnswer.Kept answer) {
        forget(target);
        seen.put(target, new Seen(nanoTime.getAsLong(), answer));
        bytes += answer.content().length();
        while (bytes > BYTES_MAX && seen.size() > 1) {
            forget(seen.keySet().iterator().next());
        }
    }

    private void forget(String target) {
        Seen old = seen.remove(target);
        if (old != null) {
            bytes -= old.answer().content().length();
        }
    }

    synchronized Optional<StoreAnswer> earlier(String target) {
        Seen found = seen.get(target);
        return found == null || nanoTime.getAsLong() - found.nanos() > ageMax.toNanos()
                ? Optional.empty()
                : Optional.of(found.answer().again());
    }
}
