package dev.eider.ingest.stream;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.time.Duration;
import java.util.Random;

/**
 * Waits between tries of what may succeed later: exponential with full jitter, inside a budget that a stop cuts short.
 * Thread-safe.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int DOUBLINGS_MAX = 10;

    private final Duration budget;
    private final Random random;
    private boolean isCut;
    private long end;

    /** @param seed of the jitter */
    Patience(Duration budget, long seed) {
        this.budget = budget;
        this.random = new Random(seed);
    }

    /** Lets nobody wait beyond this time of {@link System#nanoTime()}. */
    synchronized void cut(long nanos) {
        isCut = true;
        end = nanos;
        notifyAll();
    }

    /** Runs the task until it succeeds, or fails for what does not pass by itself, or there is no more time. */
    <T> T persist(Workers.Task<T> task) throws EiderException {
        int failures = 0;
        long since = 0;
        while (true) {
            try {
                return task.run();
            } catch (EiderException e) {
                since = failures == 0 ? System.nanoTime() : since;
                failures++;
                if (e.code().owner() != ErrorCode.Owner.TRANSIENT || !await(failures, since)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Waits before the next try.
     *
     * @param failures tries so far, from 1
     * @param since when the first one failed, of {@link System#nanoTime()}
     * @return false where there is no more time
     */
    synchronized boolean await(int failures, long since) {
        long most = Math.min(FIRST.toNanos() << Math.min(failures - 1, DOUBLINGS_MAX), MOST.toNanos());
        return sleep((long) (random.nextDouble() * most), since);
    }

    /** Lets so much time pass, or what is left of it; false where that is less. */
    synchronized boolean pause(Duration time) {
        return sleep(time.toNanos(), System.nanoTime());
    }

    private synchronized boolean sleep(long nanos, long since) {
        long wake = System.nanoTime() + nanos;
        while (true) {
            long now = System.nanoTime();
            if (now - since >= budget.toNanos() || (isCut && now - end >= 0)) {
                return false;
            }
            if (now - wake >= 0) {
                return true;
            }
            try {
                wait(1 + (wake - now) / 1_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
