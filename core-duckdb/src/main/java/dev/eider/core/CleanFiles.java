package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Bucket;
import dev.eider.zones.Context;
import dev.eider.zones.Hashing;
import dev.eider.zones.Parallel;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Clean objects as files of this machine: where they lie, or as copies in scratch until closed, several fetched at once.
 * Their checksums are taken beside the load. Not thread-safe.
 */
final class CleanFiles implements AutoCloseable {
    private static final int FETCHED_AT_ONCE = 4;

    private final Bucket bucket;
    private final Path scratch;
    private final long scratchBytesMax;
    private final ExecutorService hashing = Executors.newSingleThreadExecutor(runnable -> {
        Thread thread = new Thread(runnable, "eider-checksums");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Checked> checked = new ArrayList<>();
    private final List<Path> copies = new ArrayList<>();
    private long bytesCopied;

    private record Checked(StoredFile file, CompletableFuture<String> sha256) {}

    private record Copy(StoredFile file, Path path, boolean isOwn) {}

    CleanFiles(Context context) {
        this.bucket = context.bucket();
        this.scratch = context.scratch();
        this.scratchBytesMax = context.limits().scratchBytesMax();
    }

    /**
     * The files in their order.
     *
     * @throws EiderException of code CORRUPT_OBJECT where an object is missing or of another size, STORAGE_FULL where
     *     the copies would outgrow what scratch may hold
     */
    List<Path> fetch(List<StoredFile> files) throws EiderException {
        List<Copy> places = new ArrayList<>();
        for (StoredFile file : files) {
            places.add(place(file));
        }
        Parallel.map(places.stream().filter(Copy::isOwn).toList(), FETCHED_AT_ONCE, this::copy);
        for (Copy place : places) {
            check(place);
        }
        return places.stream().map(Copy::path).toList();
    }

    private Copy place(StoredFile file) throws EiderException {
        Optional<Path> local = bucket.localPath(file.key());
        if (local.isPresent()) {
            return new Copy(file, local.get().toAbsolutePath().normalize(), false);
        }
        bytesCopied += file.bytes();
        if (bytesCopied > scratchBytesMax) {
            throw new EiderException(
                    ErrorCode.STORAGE_FULL,
                    "Cannot copy clean files to scratch: they have more than " + scratchBytesMax + " bytes",
                    "Raise limits.scratch_size in eider.yaml, if the disk has room, and run again");
        }
        Path path = scratch.resolve("clean-" + copies.size() + ".parquet").toAbsolutePath();
        copies.add(path);
        return new Copy(file, path.normalize(), true);
    }

    private Path copy(Copy copy) throws EiderException {
        try {
            Fetch.copy(bucket, copy.file().key(), copy.path());
            return copy.path();
        } catch (IOException e) {
            throw Failures.of("read " + copy.file().key(), e);
        } catch (EiderException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw corrupt(copy.file(), "it is missing");
            }
            throw e;
        }
    }

    private void check(Copy place) throws EiderException {
        StoredFile file = place.file();
        try {
            long bytes = Files.size(place.path());
            if (bytes != file.bytes()) {
                throw corrupt(file, "it has " + bytes + " bytes, its manifest says " + file.bytes());
            }
            checked.add(new Checked(
                    file, CompletableFuture.supplyAsync(() -> Hashing.sha256Unchecked(place.path()), hashing)));
        } catch (NoSuchFileException e) {
            throw corrupt(file, "it is missing");
        } catch (IOException e) {
            throw Failures.of("read " + file.key(), e);
        }
    }

    /** Waits for the checksums. @throws EiderException of code CORRUPT_OBJECT for the first that differs */
    void verify() throws EiderException {
        for (Checked each : checked) {
            try {
                if (!each.sha256().join().equals(each.file().sha256())) {
                    throw corrupt(each.file(), "its bytes are not those that its manifest names");
                }
            } catch (CompletionException e) {
                throw corrupt(each.file(), "it cannot be read");
            }
        }
    }

    private static EiderException corrupt(StoredFile file, String why) {
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot load " + file.key() + ": " + why,
                "Stage its batch again: eider stage --dataset … --interval … --again");
    }

    @Override
    public void close() {
        hashing.shutdownNow();
        for (Path copy : copies) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                // Scratch is emptied at the end of the process in any case.
                copy.toFile().deleteOnExit();
            }
        }
    }
}
