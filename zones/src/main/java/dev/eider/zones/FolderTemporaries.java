package dev.eider.zones;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Files under work in a bucket's hidden folder. Each is locked as long as its writer lives, so that what killed
 * processes left behind can be told from what others are just writing.
 */
final class FolderTemporaries {
    private static final String LOCK = "lock";

    /** A writer creates its file and locks it in two steps: what is younger than this is nobody's leftover. */
    private static final Duration LEFTOVER_AGE_MIN = Duration.ofMinutes(1);

    /** Files of this process. Opening one to probe its lock would release the lock. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Clock clock;
    private final AtomicBoolean swept = new AtomicBoolean();

    FolderTemporaries(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** A file under work; closing it removes its name here and nothing else. */
    record Temporary(Path path, FileChannel channel) implements Closeable {
        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(path);
            } finally {
                OWN.remove(path);
            }
        }
    }

    Temporary create() throws IOException {
        Files.createDirectories(folder);
        sweepOnce();
        Path path = folder.toRealPath()
                .resolve(Files.createTempFile(folder, "w", "").getFileName());
        OWN.add(path);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
            channel.lock();
            return new Temporary(path, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            OWN.remove(path);
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** A name that no file has, for a link. */
    Path freeName() throws IOException {
        try (Temporary temporary = create()) {
            return temporary.path();
        }
    }

    /** What is done while no other thread or process does the like in this bucket. */
    interface Exclusive<T> {
        T run() throws IOException, BucketException;
    }

    <T> T exclusively(Exclusive<T> work) throws IOException, BucketException {
        Files.createDirectories(folder);
        FolderLock lock = FolderLock.take(folder.resolve(LOCK));
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }

    private void sweepOnce() throws IOException {
        if (!swept.compareAndSet(false, true)) {
            return;
        }
        Instant before = clock.instant().minus(LEFTOVER_AGE_MIN);
        Path real = folder.toRealPath();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(real, file -> isOld(file, before))) {
            for (Path file : files) {
                sweep(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Leftovers cost space only; another user's cannot be removed and must not stop this one's writes.
        }
    }

    private static boolean isOld(Path file, Instant before) throws IOException {
        return !file.endsWith(LOCK)
                && !OWN.contains(file)
                && Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before);
    }

    private static void sweep(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            Files.deleteIfExists(file);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            if (lock != null) {
                Files.deleteIfExists(file);
            }
        } catch (OverlappingFileLockException e) {
            // A thread of this process is writing it: it lives.
        }
    }
}
