package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import dev.eider.zones.FolderTemporaries.Temporary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A bucket in a folder, shared by any number of processes. An object appears by a hard link to a finished file, which
 * the system grants to one rival only, and is reported after its content, its name and the names of its folders are
 * on the medium.
 *
 * <p>A version is the file's inode, size and time of change. Inodes are used again and clocks tick coarsely, so that
 * a replacement is dated later than what it replaces: no two contents of one key ever share a version, not even when
 * the first one comes back.
 */
final class FolderBucket implements Bucket {
    static final String HIDDEN = ".tmp";

    /** Smallest steps of time that file systems keep, finest first. */
    private static final List<Duration> TICKS =
            List.of(Duration.ofNanos(1_000), Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** Folders of objects lie so deep at least; those above them stay even where they are empty. */
    private static final int OBJECT_FOLDER_DEPTH = 3;

    /** A folder that another process removed is made again; it can be in the way so often. */
    private static final int LINKS_MAX = 100;

    private final Path root;
    private final Disk disk;
    private final Clock clock;
    private final FolderTemporaries temporaries;
    private final FolderMaker folders;

    FolderBucket(Path root, Disk disk, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.disk = disk;
        this.clock = clock;
        this.temporaries = new FolderTemporaries(this.root.resolve(HIDDEN), clock);
        this.folders = new FolderMaker(this.root, disk);
    }

    @Override
    public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
        Path target = writable(key);
        try {
            if (isTaken(target)) {
                return Optional.empty();
            }
            folders.make(parent(target));
            Optional<Path> takeable = body.takeable();
            if (takeable.isPresent()) {
                try {
                    return createTaking(key, target, takeable.get());
                } catch (FileSystemException e) {
                    if (!isOtherDisk(e)) {
                        throw e;
                    }
                }
            }
            return createCopying(key, target, body, takeable);
        } catch (IOException e) {
            throw cannot("write", key, e);
        }
    }

    private Optional<Version> createTaking(ObjectKey key, Path target, Path file)
            throws IOException, OutcomeUnknownException {
        disk.finish(file, clock.instant());
        disk.force(file);
        return publish(key, target, file, Optional.of(file));
    }

    private Optional<Version> createCopying(ObjectKey key, Path target, Body body, Optional<Path> taken)
            throws IOException, OutcomeUnknownException {
        try (Temporary temporary = temporaries.create()) {
            fill(temporary, body);
            disk.finish(temporary.path(), clock.instant());
            disk.force(temporary.path());
            return publish(key, target, temporary.path(), taken);
        }
    }

    private Optional<Version> publish(ObjectKey key, Path target, Path file, Optional<Path> taken)
            throws IOException, OutcomeUnknownException {
        Version version = FileState.of(file).version();
        try {
            link(target, file);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        forceName(key, target);
        if (taken.isPresent()) {
            disk.delete(taken.get());
        }
        return Optional.of(version);
    }

    private void link(Path target, Path file) throws IOException {
        for (int links = 1; ; links++) {
            try {
                disk.link(target, file);
                return;
            } catch (NoSuchFileException e) {
                // Somebody deleted the last object beside it, and the folder.
                if (links == LINKS_MAX || !Files.exists(file)) {
                    throw e;
                }
                folders.make(parent(target));
            }
        }
    }

    @Override
    public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
        Path target = writable(key);
        try {
            if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            try (Temporary temporary = temporaries.create()) {
                fill(temporary, body);
                return temporaries.exclusively(() -> swap(key, target, expected, temporary.path()));
            }
        } catch (IOException e) {
            throw cannot("write", key, e);
        }
    }

    private Optional<Version> swap(ObjectKey key, Path target, Version expected, Path file)
            throws IOException, OutcomeUnknownException {
        Optional<StoredObject> now = FileState.find(key, target);
        if (now.isEmpty() || !now.get().version().equals(expected)) {
            return Optional.empty();
        }
        finishLater(
                file,
                Files.getLastModifiedTime(target, LinkOption.NOFOLLOW_LINKS).toInstant());
        disk.force(file);
        Version version = FileState.of(file).version();
        disk.swap(file, target);
        forceName(key, target);
        return Optional.of(version);
    }

    private void finishLater(Path file, Instant replaced) throws IOException {
        disk.finish(file, clock.instant());
        for (Duration tick : TICKS) {
            if (Files.getLastModifiedTime(file).toInstant().isAfter(replaced)) {
                return;
            }
            disk.finish(file, replaced.plus(tick));
        }
        if (!Files.getLastModifiedTime(file).toInstant().isAfter(replaced)) {
            throw new IOException("the file system keeps no times of change");
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws BucketException {
        try {
            return FolderPaths.leadsThroughLink(root, key)
                    ? Optional.empty()
                    : FileState.find(key, root.resolve(key.value()));
        } catch (IOException e) {
            throw cannot("look up", key, e);
        }
    }

    @Override
    public InputStream open(ObjectKey key, Range range) throws BucketException {
        try {
            if (FolderPaths.leadsThroughLink(root, key)) {
                throw new NoSuchFileException(key.value());
            }
            Path file = root.resolve(key.value());
            if (Files.isDirectory(file)) {
                throw new NoSuchFileException(key.value());
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(range.offset());
            InputStream all = Channels.newInputStream(channel);
            return range.length() == Range.TO_END ? all : new LimitedInputStream(all, range.length());
        } catch (IOException e) {
            throw cannot("read", key, e);
        }
    }

    @Override
    public List<ObjectKey> list(String prefix, String after, int max) throws BucketException {
        try {
            return FolderListing.list(root, prefix, after, max);
        } catch (IOException e) {
            throw FolderProblems.cannot("list", prefix.isEmpty() ? "objects" : prefix, describe(), e);
        }
    }

    @Override
    public void delete(ObjectKey key, Version expected) throws BucketException {
        Path target = root.resolve(key.value());
        try {
            if (find(key).isEmpty()) {
                return;
            }
            temporaries.exclusively(() -> deleteIf(key, target, expected));
        } catch (IOException e) {
            throw cannot("delete", key, e);
        }
    }

    private boolean deleteIf(ObjectKey key, Path target, Version expected) throws IOException {
        Optional<StoredObject> now = FileState.find(key, target);
        if (now.isEmpty() || !now.get().version().equals(expected)) {
            return false;
        }
        disk.delete(target);
        disk.forceFolder(parent(target));
        removeIfEmpty(parent(target));
        return true;
    }

    /** Listings look into every folder: those of manifests that were archived would only grow in number. */
    private void removeIfEmpty(Path folder) {
        if (!folder.startsWith(root) || root.relativize(folder).getNameCount() < OBJECT_FOLDER_DEPTH) {
            return;
        }
        try {
            disk.delete(folder);
            folders.forget(folder);
        } catch (IOException e) {
            // It has other objects; or it stays for another reason, and costs little.
            return;
        }
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return FolderPaths.leadsThroughLink(root, key) ? Optional.empty() : Optional.of(root.resolve(key.value()));
    }

    @Override
    public void point(String link, String folder) throws BucketException {
        ObjectKey name = new ObjectKey(link);
        Path target = root.resolve(name.value());
        Path wanted = parent(target).relativize(root.resolve(new ObjectKey(folder).value()));
        try {
            if (Files.isSymbolicLink(target) && Files.readSymbolicLink(target).equals(wanted)) {
                return;
            }
            folders.make(parent(target));
            Path temporary = temporaries.freeName();
            Files.createSymbolicLink(temporary, wanted);
            try {
                disk.swap(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
            disk.forceFolder(parent(target));
        } catch (IOException e) {
            throw cannot("write", name, e);
        }
    }

    @Override
    public String describe() {
        return root.toString();
    }

    private void fill(Temporary temporary, Body body) throws IOException {
        // The channel stays open: its lock says that the writer lives.
        if (body instanceof Body.FileBody file) {
            try (FileChannel in = FileChannel.open(file.file(), StandardOpenOption.READ)) {
                disk.copy(in, temporary.channel());
            }
        } else {
            try (InputStream in = body.open()) {
                disk.write(in, temporary.channel());
            }
        }
        long written = temporary.channel().size();
        if (written != body.length()) {
            throw new IOException("the content has " + written + " bytes, " + body.length() + " were announced");
        }
    }

    /** The object is visible already: a failure here leaves open whether a power cut would take it back. */
    private void forceName(ObjectKey key, Path target) throws OutcomeUnknownException {
        try {
            disk.forceFolder(parent(target));
        } catch (IOException e) {
            throw new OutcomeUnknownException(
                    "Cannot make " + key + " in " + describe() + " durable: " + FolderProblems.reason(e), e);
        }
    }

    private Path writable(ObjectKey key) throws BucketException {
        if (FolderPaths.leadsThroughLink(root, key)) {
            throw new BucketException(
                    ErrorCode.ACCESS_DENIED,
                    "Cannot write " + key + " in " + describe() + ": a symbolic link is in the way",
                    "Remove the link: objects are files of the bucket itself",
                    null);
        }
        return root.resolve(key.value());
    }

    /** A name is taken by an object; one that a folder has can never be an object's. */
    private static boolean isTaken(Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("a folder has this name");
        }
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path parent(Path target) {
        Path parent = target.getParent();
        return parent == null ? target : parent;
    }

    private static boolean isOtherDisk(FileSystemException e) {
        String reason = FolderProblems.reason(e).toLowerCase(Locale.ROOT);
        return reason.contains("cross-device") || reason.contains("operation not permitted");
    }

    private BucketException cannot(String verb, ObjectKey key, IOException cause) {
        return FolderProblems.cannot(verb, key.value(), describe(), cause);
    }
}
