package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Bucket;
import dev.eider.zones.Range;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.io.InputStream;
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
 * Clean objects as files of this machine: where they lie, or as copies in scratch until closed. Their checksums are
 * taken beside the load, on one thread. Not thread-safe.
 */
final class CleanFiles implements AutoCloseable {
    private final Bucket bucket;
    private final Path scratch;
    private final ExecutorService hashing = Executors.newSingleThreadExecutor(runnable -> {
        Thread thread = new Thread(runnable, "eider-checksums");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Checked> checked = new ArrayList<>();
    private final List<Path> copies = new ArrayList<>();

    private record Checked(StoredFile file, CompletableFuture<String> sha256) {}

    CleanFiles(Bucket bucket, Path scratch) {
        this.bucket = bucket;
        this.scratch = scratch;
    }

    /** @throws EiderException of code CORRUPT_OBJECT where the object is missing or of another size */
    Path fetch(StoredFile file) throws EiderException {
        try {
            Optional<Path> local = bucket.localPath(file.key());
            Path path = (local.isPresent() ? local.get() : copy(file))
                    .toAbsolutePath()
                    .normalize();
            long bytes = Files.size(path);
            if (bytes != file.bytes()) {
                throw corrupt(file, "it has " + bytes + " bytes, its manifest says " + file.bytes());
            }
            checked.add(new Checked(file, CompletableFuture.supplyAsync(() -> Hashes.sha256Unchecked(path), hashing)));
            return path;
        } catch (NoSuchFileException e) {
            throw corrupt(file, "it is missing");
        } catch (IOException e) {
            throw Failures.of("read " + file.key(), e);
        }
    }

    private Path copy(StoredFile file) throws EiderException, IOException {
        Path path = scratch.resolve("clean-" + checked.size() + ".parquet");
        copies.add(path);
        try (InputStream in = bucket.open(file.key(), Range.ALL)) {
            Files.copy(in, path);
        } catch (EiderException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw corrupt(file, "it is missing");
            }
            throw e;
        }
        return path;
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
