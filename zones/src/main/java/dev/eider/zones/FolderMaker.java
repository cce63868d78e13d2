package dev.eider.zones;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes folders of a bucket so that a power cut cannot take one back from under a durable object. */
final class FolderMaker {
    /** Folders remembered before all is forgotten and synced again. */
    private static final int REMEMBERED_MAX = 10_000;

    private final Path root;
    private final Disk disk;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    FolderMaker(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /**
     * Makes the folder and those above it. One that is there already may be another process's, not yet synced: its
     * name is synced as well, once.
     */
    void make(Path folder) throws IOException {
        boolean there = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        if (there && durable.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (folder.equals(root)) {
            makeRoot();
        } else if (parent != null) {
            make(parent);
            create(folder);
            disk.forceFolder(parent);
        }
        if (durable.size() >= REMEMBERED_MAX) {
            durable.clear();
        }
        durable.add(folder);
    }

    /** The folder was removed: made again, its name has to be synced again. */
    void forget(Path folder) {
        durable.remove(folder);
    }

    private void makeRoot() throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        Path above = root;
        while (above.getParent() != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        Files.createDirectories(root);
        for (Path made = root.getParent(); made != null && made.startsWith(above); made = made.getParent()) {
            disk.forceFolder(made);
        }
    }

    private void create(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            disk.createFolder(folder);
            if (folder.equals(root.resolve(ZoneLayout.RAW))) {
                closeToOthers(folder);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** Raw is never masked: who is neither the owner nor of the group has no business there. */
    private static void closeToOthers(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
            permissions.removeAll(PosixFilePermissions.fromString("------rwx"));
            Files.setPosixFilePermissions(folder, permissions);
        }
    }
}
