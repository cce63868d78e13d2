package dev.eider.ingest.stream;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls of the bucket and of Kafka's administration beside the thread that polls. What follows from their results is
 * done by that thread, when it asks: it alone knows the partitions.
 */
final class Workers implements AutoCloseable {
    private static final int THREADS = 4;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, runnable -> {
        Thread thread = new Thread(runnable, "eider-stream");
        thread.setDaemon(true);
        return thread;
    });
    /** A few a lane at most: one commit of each is under way, and each partition is looked at once. */
    private final BlockingQueue<Runnable> results = new LinkedBlockingQueue<>();

    /** Tasks whose results have not been used. */
    private int awaited;

    /** What may take its time. */
    interface Task<T> {
        T run() throws EiderException;
    }

    /** Runs the task; its result, or why there is none, comes at a later {@link #apply}. */
    <T> void submit(Task<T> task, Consumer<T> done, Consumer<EiderException> failed) {
        awaited++;
        pool.execute(() -> {
            Runnable result;
            try {
                T value = task.run();
                result = () -> done.accept(value);
            } catch (EiderException e) {
                result = () -> failed.accept(e);
            } catch (RuntimeException | Error e) {
                result = () -> failed.accept(new EiderException(
                        ErrorCode.INTERNAL,
                        "Cannot go on: " + e.getClass().getSimpleName() + " of a worker",
                        "Run the command again: what is committed stays",
                        e));
            }
            results.add(result);
        });
    }

    /** Whether nothing more will follow from what was submitted. */
    boolean areIdle() {
        return awaited == 0;
    }

    /** Does what follows from the results that are there. */
    void apply() {
        Runnable result = results.poll();
        while (result != null) {
            use(result);
            result = results.poll();
        }
    }

    private void use(Runnable result) {
        awaited--;
        result.run();
    }

    /** The same, waiting for the first one for so long. */
    void apply(long nanosMax) {
        try {
            Runnable result = results.poll(nanosMax, TimeUnit.NANOSECONDS);
            if (result != null) {
                use(result);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        apply();
    }

    /** Begins nothing more; what runs is left to end by itself. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
