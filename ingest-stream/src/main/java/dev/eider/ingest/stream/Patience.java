package dev.eider.ingest.stream;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Waits between tries of what may succeed later: exponential with full jitter, inside a budget that a stop cuts short.
 * Thread-safe.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int DOUBLINGS_MAX = 10;
    private static final Duration TELL_AGAIN = Duration.ofSeconds(30);

    private final Duration budget;
    private final Random random;
    private final Consumer<String> waiting;
    private long told = System.nanoTime() - TELL_AGAIN.toNanos();
    private boolean isCut;
    private long end;

    /**
     * @param seed of the jitter
     * @param waiting told now and then why something is tried again
     */
    Patience(Duration budget, long seed, Consumer<String> waiting) {
        this.budget = budget;
        this.random = new Random(seed);
        this.waiting = waiting;
    }

    /** Lets nobody wait beyond this time of {@link System#nanoTime()}. */
    synchronized void cut(long nanos) {
        isCut = true;
        end = nanos;
        notifyAll();
    }

    /** Runs the task until it succeeds, or fails for what does not pass by itself, or there is no more time. */
    <T> T persist(Workers.Task<T> task) throws EiderException {
        Tries tries = new Tries();
        while (true) {
            try {
                return task.run();
            } catch (EiderException e) {
                if (!tries.goOnAfter(e)) {
                    throw e;
                }
            }
        }
    }

    /** The tries of one call. Used by one thread. */
    final class Tries {
        private int failures;
        private long since;

        /** Waits before the next try; false where that would not help, or there is no more time. */
        boolean goOnAfter(EiderException failure) {
            since = failures == 0 ? System.nanoTime() : since;
            failures++;
            if (failure.code().owner() != ErrorCode.Owner.TRANSIENT || !sleep(jittered(), since)) {
                return false;
            }
            tell(String.valueOf(failure.getMessage()));
            return true;
        }

        private long jittered() {
            long most = Math.min(FIRST.toNanos() << Math.min(failures - 1, DOUBLINGS_MAX), MOST.toNanos());
            return (long) (random.nextDouble() * most);
        }
    }

    /** Tells why something is tried again, now and then. */
    void tell(String why) {
        synchronized (this) {
            if (System.nanoTime() - told < TELL_AGAIN.toNanos()) {
                return;
            }
            told = System.nanoTime();
        }
        waiting.accept(why);
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
