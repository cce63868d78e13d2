package dev.eider.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs long end by itself when its process is asked to: on SIGTERM and SIGINT the command is told,
 * and the process lives until it has ended, or for 19 seconds. Then the exit status is the command's.
 */
final class Ending implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(19);
    private static final int KILLED = 143;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile int status = KILLED;

    /** @param stop tells the command; must not block */
    Ending(Runnable stop) {
        hook = new Thread(() -> end(stop), "eider-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end(Runnable stop) {
        stop.run();
        try {
            if (ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                // The command has closed all it had open: nothing is left to hooks.
                Runtime.getRuntime().halt(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps the status of the command. */
    int with(int exitStatus) {
        status = exitStatus;
        return exitStatus;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }
}
