package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.StoredObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this machine that holds what readers should see of a bucket elsewhere: {@code current/warehouse.duckdb},
 * behind a link that is swapped once a generation has come whole. Who has an older file open keeps it. Not
 * thread-safe; another process in the same folder is refused.
 */
public final class Mirror implements AutoCloseable {
    private static final String LINK = "current";
    private static final String GENERATIONS = "generations/";
    private static final String PARTIAL = ".pull-";
    private static final int GENERATIONS_MAX = 10_000;

    private final GenerationFiles source;
    private final Bucket bucket;
    private final Path root;
    private final Bucket folder;
    private final FileChannel lock;

    private Mirror(Bucket bucket, Path root, FileChannel lock) {
        this.source = new GenerationFiles(bucket);
        this.bucket = bucket;
        this.root = root;
        this.folder = Buckets.folder(root);
        this.lock = lock;
    }

    /**
     * What a pull did.
     *
     * @param generation what readers of the folder see now
     * @param isNew whether they saw another one before
     * @param bytesFetched from the bucket
     */
    public record Pulled(Generation generation, boolean isNew, long bytesFetched) {}

    /** @throws EiderException of code LOADER_BUSY where another process mirrors into the folder */
    public static Mirror open(Bucket bucket, Path folder) throws EiderException {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve(PARTIAL + "lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EiderException(
                        ErrorCode.LOADER_BUSY,
                        "Cannot pull into " + folder + ": another process does",
                        "Leave it to that one, or choose another folder");
            }
            return new Mirror(bucket, folder.toRealPath(), channel);
        } catch (IOException e) {
            throw Failures.of("pull into " + folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /**
     * Brings the generation that readers should see. Only parts that the folder's current one lacks are fetched, and a
     * pull that was cut off goes on where it was.
     *
     * @param keep generations that stay in the folder, the newest ones
     * @return empty where nothing was published yet
     * @throws EiderException of code CORRUPT_OBJECT where the bytes are not those that were published; readers stay
     */
    public Optional<Pulled> pull(int keep) throws EiderException {
        Optional<GenerationFiles.Pointed> pointed = source.pointer();
        if (pointed.isEmpty()) {
            return Optional.empty();
        }
        Generation wanted = source.open(pointed.get().pointer().current());
        Optional<String> before = current();
        try {
            long fetched = folder.find(key(wanted.name())).isPresent() ? 0 : fetch(wanted, before);
            folder.point(LINK, GENERATIONS + wanted.name());
            prune(wanted.name(), keep);
            return Optional.of(new Pulled(wanted, !before.equals(Optional.of(wanted.name())), fetched));
        } catch (IOException e) {
            throw Failures.of("pull generation " + wanted.number(), e);
        }
    }

    private static ObjectKey key(String generation) {
        return new ObjectKey(GENERATIONS + generation + "/" + GenerationFiles.DATABASE);
    }

    /** Name of the generation that the link shows. */
    private Optional<String> current() throws EiderException {
        Path link = root.resolve(LINK);
        try {
            return Files.isSymbolicLink(link)
                    ? Optional.of(Files.readSymbolicLink(link).getFileName().toString())
                    : Optional.empty();
        } catch (IOException e) {
            throw Failures.of("read " + link, e);
        }
    }

    private long fetch(Generation wanted, Optional<String> before) throws EiderException, IOException {
        Optional<Generation> older = before.isPresent() ? source.find(before.get()) : Optional.empty();
        Path partial = root.resolve(PARTIAL + wanted.name());
        PartFetch fetch = new PartFetch(bucket, wanted, partial);
        older.ifPresent(g -> fetch.reuse(g, root.resolve(key(g.name()).value())));
        long fetched = fetch.run();
        PublishRun.seal(partial);
        folder.createIfAbsent(key(wanted.name()), Body.taking(partial));
        return fetched;
    }

    private void prune(String current, int keep) throws EiderException, IOException {
        List<ObjectKey> files = folder.list(GENERATIONS, "", GENERATIONS_MAX);
        for (ObjectKey key : files.subList(0, Math.max(0, files.size() - keep))) {
            Optional<StoredObject> stored = key.equals(key(current)) ? Optional.empty() : folder.find(key);
            if (stored.isPresent()) {
                folder.delete(key, stored.get().version());
                Files.deleteIfExists(
                        root.resolve(key.value().substring(0, key.value().lastIndexOf('/'))));
            }
        }
    }

    @Override
    public void close() throws EiderException {
        try {
            lock.close();
        } catch (IOException e) {
            throw Failures.of("close " + root, e);
        }
    }
}
