package dev.eider.zones;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One holder at a time among all threads and processes of a folder. The system frees it when a process dies. Within
 * the process a lock of its own comes first, since file locks belong to the process.
 */
final class FolderLock implements Closeable {
    /** A holder needs it for one rename and two syncs: longer means that its process is stopped or the disk hangs. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(2);

    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock inProcess;
    private final FileChannel channel;

    private FolderLock(ReentrantLock inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /** Waits for the lock; to be closed by the same thread. */
    static FolderLock take(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path real = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
        ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(real, p -> new ReentrantLock());
        awaitThread(inProcess, file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                awaitProcess(channel, file);
                return new FolderLock(inProcess, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            inProcess.unlock();
            throw e;
        }
    }

    private static void awaitThread(ReentrantLock inProcess, Path file) throws IOException {
        try {
            if (!inProcess.tryLock(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("another thread holds " + file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + file, e);
        }
    }

    private static void awaitProcess(FileChannel channel, Path file) throws IOException {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("another process holds " + file);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inProcess.unlock();
        }
    }
}
