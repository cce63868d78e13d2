package dev.eider.cli;

import dev.eider.metrics.Pushgateway;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a command that runs for weeks does now and then: it pushes its metrics, and archives old manifests. */
final class Housekeeping implements AutoCloseable {
    private static final Duration METRICS_EVERY = Duration.ofSeconds(30);
    private static final int PUSHES_AN_ARCHIVING = 120;

    private final Session session;
    private final Console console;
    private final CountDownLatch ended = new CountDownLatch(1);

    Housekeeping(Session session, Console console) {
        this.session = session;
        this.console = console;
    }

    void start() {
        Thread thread = new Thread(this::work, "eider-housekeeping");
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            for (int pushes = 1; !ended.await(METRICS_EVERY.toMillis(), TimeUnit.MILLISECONDS); pushes++) {
                session.project().pushgateway().ifPresent(address -> new Pushgateway(address).push(session.metrics()));
                if (pushes % PUSHES_AN_ARCHIVING == 0) {
                    new Upkeep(session, console).compact();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
