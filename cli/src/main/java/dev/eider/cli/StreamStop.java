package dev.eider.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A wish to stop, which may come before there is anything to stop, and what waits for its sake. Thread-safe. */
final class StreamStop {
    /**
     * Longest that staging, a load or a publication goes on once a stop is asked. What takes longer dies with the
     * process, unseen, and is done by the next one. Reading ends by itself within a time of its own.
     */
    private static final Duration WORK_MAX = Duration.ofSeconds(8);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private @Nullable Runnable stop;
    private boolean isAsked;
    private long askedAt;

    /** @param running tells what runs to end; must not block */
    synchronized void set(Runnable running) {
        stop = running;
        if (isAsked) {
            running.run();
        }
    }

    synchronized void ask() {
        if (!isAsked) {
            isAsked = true;
            askedAt = System.nanoTime();
        }
        if (stop != null) {
            stop.run();
        }
    }

    synchronized boolean isAsked() {
        return isAsked;
    }

    /**
     * Waits until the work has ended; once a stop is asked, no longer than a bound from then on. Work that is left then
     * keeps the session's scratch.
     *
     * @return whether it has ended
     */
    boolean await(Thread work, Session session) {
        try {
            while (work.isAlive() && !isOver()) {
                work.join(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (work.isAlive()) {
            session.leave();
        }
        return !work.isAlive();
    }

    private synchronized boolean isOver() {
        return isAsked && System.nanoTime() - askedAt > WORK_MAX.toNanos();
    }
}
