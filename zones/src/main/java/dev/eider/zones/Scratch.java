package dev.eider.zones;

import dev.eider.contract.EiderException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this process alone for files under work. Closing it removes it; what a killed process left behind is
 * removed when the next one opens a scratch beside it.
 */
public final class Scratch implements Closeable {
    private static final String LOCK = ".lock";
    private static final String STARTING = ".starting.lock";

    /** Folders of this process. Probing the lock of one would release it. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** A fresh folder below the given one, which is made if it is not there. */
    public static Scratch open(Path parent) throws EiderException {
        try {
            Files.createDirectories(parent);
            Path real = parent.toRealPath();
            FolderLock starting = FolderLock.take(real.resolve(STARTING));
            try {
                removeLeftovers(real);
                return begin(real);
            } finally {
                starting.close();
            }
        } catch (IOException e) {
            throw FolderProblems.cannot("write", "scratch", parent.toString(), e);
        }
    }

    private static Scratch begin(Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, "run-");
        OWN.add(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            throw new IOException("another process took " + folder);
        }
        return new Scratch(folder, channel);
    }

    /** The folder; it exists until the scratch is closed. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try {
            removeTree(folder);
        } finally {
            lock.close();
            OWN.remove(folder);
        }
    }

    private static void removeLeftovers(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "run-*")) {
            for (Path folder : folders) {
                if (!OWN.contains(folder) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isDead(folder)) {
                    removeTree(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Leftovers cost space only; another user's cannot be removed and must not stop this run.
        }
    }

    private static boolean isDead(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void removeTree(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
