package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Executes steps of a plan ahead of the caller, so that waiting for a source or a disk costs no time of the work on the
 * steps before. Outcomes are handed out in the order of the plan. Used by one thread, which closes it; what is under
 * way then is given up, as if it had been killed.
 */
public final class IngestAhead implements AutoCloseable {
    private static final int CLOSE_SECONDS_MAX = 30;

    private final BatchIngest ingest;
    private final Context context;
    private final int atOnce;
    private final Iterator<IngestStep> waiting;
    private final Deque<Started> started = new ArrayDeque<>();
    private final ExecutorService threads;

    private record Started(IngestStep step, Future<Ingested> outcome) {}

    /**
     * Begins with the first steps.
     *
     * @param steps in the order in which they will be taken
     * @param atOnce most steps under way or done and not taken
     */
    public IngestAhead(BatchIngest ingest, List<IngestStep> steps, Context context, int atOnce) {
        this.ingest = ingest;
        this.context = context;
        this.atOnce = atOnce;
        this.waiting = List.copyOf(steps).iterator();
        this.threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "eider-ingest");
            thread.setDaemon(true);
            return thread;
        });
        startMore();
    }

    /**
     * The outcome of the step; steps before it that were not taken are passed over.
     *
     * @throws EiderException what the step threw; the steps after it go on
     * @throws IllegalArgumentException if the step is none of those that are left
     */
    public Ingested take(IngestStep step) throws EiderException {
        while (!started.isEmpty()) {
            Started next = started.remove();
            if (next.step().equals(step)) {
                // Before waiting: the room of what is taken is free for the next one.
                startMore();
                return outcome(next);
            }
            next.outcome().cancel(false);
            startMore();
        }
        throw new IllegalArgumentException("Step not found: " + step + " is none of those that are left");
    }

    private void startMore() {
        while (started.size() < atOnce && waiting.hasNext()) {
            IngestStep step = waiting.next();
            started.add(new Started(step, threads.submit(() -> ingest.run(step, context))));
        }
    }

    private static Ingested outcome(Started taken) throws EiderException {
        try {
            return taken.outcome().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EiderException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("Cannot " + taken.step() + ": a defect", e.getCause());
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
            throw new EiderException(ErrorCode.SOURCE_UNAVAILABLE, "Cannot " + taken.step() + ": interrupted", null, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Cannot end reading within " + CLOSE_SECONDS_MAX + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
