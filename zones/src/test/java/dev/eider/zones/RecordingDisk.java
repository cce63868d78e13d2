package dev.eider.zones;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The machine's disk, with its writing calls recorded and one kind of them failing on demand. */
final class RecordingDisk implements Disk {
    private final Disk disk = new Disk.Real();
    private final List<String> calls = new ArrayList<>();
    private Path base = Path.of("");
    private String failing = "";
    private String reason = "";

    void watch(Path folder) {
        base = folder;
    }

    /** Calls so far, paths relative to the watched folder, files under work as {@code *}. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized void clear() {
        calls.clear();
    }

    /** Makes calls that begin so fail with the reason of the system. */
    void fail(String call, String systemReason) {
        failing = call;
        reason = systemReason;
    }

    private synchronized void note(String call, Path file) throws IOException {
        calls.add(call);
        if (!failing.isEmpty() && call.startsWith(failing)) {
            throw new FileSystemException(file.toString(), null, reason);
        }
    }

    private String name(Path file) {
        Path parent = file.getParent();
        return parent != null && parent.endsWith(FolderBucket.HIDDEN)
                ? base.relativize(parent) + "/*"
                : base.relativize(file).toString();
    }

    @Override
    public void write(InputStream content, FileChannel file) throws IOException {
        note("write", base);
        disk.write(content, file);
    }

    @Override
    public void copy(FileChannel content, FileChannel file) throws IOException {
        note("copy", base);
        disk.copy(content, file);
    }

    @Override
    public void finish(Path file, Instant changed) throws IOException {
        note("finish " + name(file), file);
        disk.finish(file, changed);
    }

    @Override
    public void force(Path file) throws IOException {
        note("force " + name(file), file);
        disk.force(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        note("forceFolder " + name(folder), folder);
        disk.forceFolder(folder);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        note("createFolder " + name(folder), folder);
        disk.createFolder(folder);
    }

    @Override
    public void link(Path name, Path file) throws IOException {
        note("link " + name(name) + " " + name(file), name);
        disk.link(name, file);
    }

    @Override
    public void swap(Path file, Path name) throws IOException {
        note("swap " + name(file) + " " + name(name), name);
        disk.swap(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        note("delete " + name(file), file);
        disk.delete(file);
    }
}
