package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The loader's private folder, held by one loader of this machine at a time. */
final class WorkFolder implements AutoCloseable {
    private static final String DATABASE = "warehouse.work";
    private static final String KEYS_PREFIX = "keys-";

    private final Path folder;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private WorkFolder(Path folder, FileChannel channel, @Nullable FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws EiderException of code LOADER_BUSY where another loader holds it */
    static WorkFolder hold(Project project) throws EiderException {
        Path folder = project.root().resolve(project.warehouse().work());
        try {
            createPrivate(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("loader.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            WorkFolder held = new WorkFolder(folder, channel, tryLock(channel));
            if (held.lock == null) {
                channel.close();
                throw busy(folder);
            }
            return held;
        } catch (IOException e) {
            throw Failures.of("open the loader's folder " + folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    static EiderException busy(Path folder) {
        return new EiderException(
                ErrorCode.LOADER_BUSY,
                "Cannot open the loader's folder " + folder + ": another process holds it",
                "Run again when it has ended");
    }

    /** Surrogate keys stand beside tokens here, so that the folder is its owner's alone. */
    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path path() {
        return folder;
    }

    Path database() {
        return folder.resolve(DATABASE);
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    String newKeysName(String nonce) {
        return KEYS_PREFIX + nonce + ".parquet";
    }

    void deleteDatabase() throws IOException {
        Files.deleteIfExists(database());
        Files.deleteIfExists(folder.resolve(DATABASE + ".wal"));
    }

    /** Keeps a file that could not be read, one at most, rather than deleting what might be somebody's. */
    void setDatabaseAside() throws IOException {
        Files.move(database(), folder.resolve(DATABASE + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(folder.resolve(DATABASE + ".wal"));
    }

    /** Deletes files of surrogate keys that no committed load names. */
    void deleteKeysBut(String name) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            old = files.filter(f -> f.getFileName().toString().startsWith(KEYS_PREFIX)
                            && !f.getFileName().toString().equals(name))
                    .toList();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws EiderException {
        try {
            if (lock != null) {
                lock.release();
            }
            channel.close();
        } catch (IOException e) {
            throw Failures.of("close the loader's folder", e);
        }
    }
}
