package dev.eider.ingest.batch;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attempt that failed in a way that may pass; says what happened without a word of the source's. */
final class TryAgainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration notBefore;
    private final int attemptsMax;

    private TryAgainException(String what, @Nullable Duration notBefore, int attemptsMax) {
        super(what);
        this.notBefore = notBefore;
        this.attemptsMax = attemptsMax;
    }

    static TryAgainException after(String what) {
        return new TryAgainException(what, null, Integer.MAX_VALUE);
    }

    /** The source asked to wait that long. */
    static TryAgainException notBefore(String what, Duration wait) {
        return new TryAgainException(what, wait, Integer.MAX_VALUE);
    }

    /** Not worth more attempts than these. */
    static TryAgainException atMost(int attemptsMax, String what) {
        return new TryAgainException(what, null, attemptsMax);
    }

    String what() {
        return String.valueOf(getMessage());
    }

    Optional<Duration> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    int attemptsMax() {
        return attemptsMax;
    }
}
