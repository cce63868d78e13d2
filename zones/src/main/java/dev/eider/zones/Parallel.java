package dev.eider.zones;

import static java.util.Objects.requireNonNull;

import dev.eider.contract.EiderException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls of a bucket beside each other, since each is mostly waiting. */
public final class Parallel {
    private Parallel() {}

    /** What is done with each item. Called by several threads. */
    @FunctionalInterface
    public interface Task<T, R> {
        R run(T item) throws EiderException;
    }

    /**
     * Runs the task on every item.
     *
     * @param threads most calls at once
     * @return the results in the order of the items
     * @throws EiderException of the first item that failed, once no call runs any more; later ones are not begun
     */
    public static <T, R> List<R> map(List<T> items, int threads, Task<T, R> task) throws EiderException {
        if (items.size() <= 1) {
            return items.isEmpty() ? List.of() : List.of(task.run(items.get(0)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, items.size()), runnable -> {
            Thread thread = new Thread(runnable, "eider-parallel");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> running = new ArrayList<>();
            for (T item : items) {
                running.add(pool.submit(() -> task.run(item)));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for calls of the bucket: interrupted", e);
        } finally {
            pool.shutdownNow().clear();
            awaitEnd(pool);
        }
    }

    /**
     * What a task on another thread failed with.
     *
     * @throws RuntimeException where that was no exception of ours; likewise an error
     */
    public static EiderException failure(ExecutionException failed) {
        Throwable cause = requireNonNull(failed.getCause());
        if (cause instanceof EiderException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException(cause);
    }

    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        try {
            while (!pool.isTerminated()) {
                try {
                    pool.awaitTermination(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
