package dev.eider.zones;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Work done in order on a thread of its own, which starts with the first work and not before: small batches stay on
 * the caller's. After the first failure nothing more is done; it reaches the caller at its next call.
 */
final class Conveyor {
    /** Blocks under way: enough to let two threads differ for a moment. */
    private static final int QUEUED_MAX = 4;

    /** One step of work. */
    interface Work {
        void run() throws IOException;
    }

    private sealed interface Item {}

    private record Step(Work work) implements Item {}

    private record Reached(CountDownLatch latch) implements Item {}

    private record End() implements Item {}

    private final int blockBytes;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(QUEUED_MAX + 2);
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;

    Conveyor(int blockBytes) {
        this.blockBytes = blockBytes;
    }

    /** Work for the other thread; waits while too much is under way. */
    void submit(Work work) throws IOException {
        if (thread == null) {
            thread = new Thread(this::loop, "eider-writer");
            thread.setDaemon(true);
            thread.start();
        }
        throwFailure();
        put(new Step(work));
    }

    /** Work for the other thread if there is one, else done here. */
    void submitLast(Work work) throws IOException {
        if (thread == null) {
            work.run();
        } else {
            submit(work);
        }
    }

    /** A block to fill, one given back if there is any. */
    byte[] takeBlock() {
        byte[] block = free.poll();
        return block == null ? new byte[blockBytes] : block;
    }

    /** Takes a block that nobody reads any more. */
    void giveBack(byte[] block) {
        if (!free.offer(block)) {
            throw new IllegalStateException("Cannot take back a block: more than were given");
        }
    }

    /** Waits until all work is done. */
    void drain() throws IOException {
        if (thread != null) {
            CountDownLatch latch = new CountDownLatch(1);
            put(new Reached(latch));
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        throwFailure();
    }

    /** Ends the thread; work not begun is given up. */
    void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        if (failure == null) {
            failure = new IOException("the writer is closed");
        }
        thread = null;
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                queue.put(new End());
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Item item) throws IOException {
        try {
            queue.put(item);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void throwFailure() throws IOException {
        Throwable failed = failure;
        if (failed != null) {
            throw failed instanceof IOException io ? io : new IOException(failed);
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private void loop() {
        try {
            Item item = queue.take();
            while (!(item instanceof End)) {
                if (item instanceof Reached reached) {
                    reached.latch.countDown();
                } else if (item instanceof Step step && failure == null) {
                    run(step.work);
                }
                item = queue.take();
            }
        } catch (InterruptedException e) {
            // Nobody but close() ends this thread, and it says so on the queue.
            failure = e;
        }
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }
}
