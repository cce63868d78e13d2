package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.Hashing;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the warehouse file of a generation to a file, part by part: each from where it is already, else from an older
 * file, else from the bucket. What it finds it trusts by its checksum only. Not thread-safe.
 */
final class PartFetch {
    private final Bucket bucket;
    private final Generation wanted;
    private final Generation.Parts parts;
    private final Path file;
    private final Map<String, Body> reusable = new HashMap<>();

    /** @param file what a fetch that was cut off left there is used */
    PartFetch(Bucket bucket, Generation wanted, Path file) {
        this.bucket = bucket;
        this.wanted = wanted;
        this.parts = wanted.parts().orElse(new Generation.Parts(GenerationParts.PART_BYTES, List.of()));
        this.file = file;
    }

    /** Takes parts from the file of an older generation as well. */
    void reuse(Generation older, Path olderFile) {
        if (older.parts().isPresent() && Files.exists(olderFile)) {
            Generation.Parts theirs = older.parts().get();
            for (int i = 0; i < theirs.sha256().size(); i++) {
                reusable.putIfAbsent(
                        theirs.sha256().get(i), Body.of(olderFile, (long) i * theirs.bytes(), theirs.bytes()));
            }
        }
    }

    /**
     * Makes the file whole.
     *
     * @return bytes that came from the bucket
     * @throws EiderException of code CORRUPT_OBJECT where they are not those that were published
     */
    long run() throws EiderException, IOException {
        long fetched = 0;
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long at = 0; at < wanted.bytes(); at += parts.bytes()) {
                fetched += place(at, Math.min(parts.bytes(), wanted.bytes() - at), to);
            }
            to.truncate(wanted.bytes());
        }
        if (!Hashing.sha256(file).equals(wanted.sha256())) {
            Files.delete(file);
            throw corrupt();
        }
        return fetched;
    }

    private long place(long at, long bytes, FileChannel to) throws EiderException, IOException {
        if (isWhole(at, bytes)) {
            return 0;
        }
        Optional<Body> here = hash(at).map(reusable::get);
        if (here.isPresent()) {
            try (InputStream in = here.get().open()) {
                write(in, at, to);
            }
            if (isWhole(at, bytes)) {
                return 0;
            }
        }
        ObjectKey key = GenerationFiles.key(wanted.name(), GenerationFiles.DATABASE);
        for (int tries = 1; ; tries++) {
            try (InputStream in = bucket.open(key, new Range(at, bytes))) {
                write(in, at, to);
            }
            if (hash(at).isEmpty() || isWhole(at, bytes)) {
                return bytes * tries;
            }
            if (tries == Fetch.TRIES_MAX) {
                throw corrupt();
            }
        }
    }

    /** The checksum of the part, where its generation has some. */
    private Optional<String> hash(long at) {
        return parts.sha256().isEmpty()
                ? Optional.empty()
                : Optional.of(parts.sha256().get((int) (at / parts.bytes())));
    }

    private boolean isWhole(long at, long bytes) throws IOException {
        Optional<String> hash = hash(at);
        if (hash.isEmpty() || Files.size(file) < at + bytes) {
            return false;
        }
        try (InputStream in = Body.of(file, at, bytes).open()) {
            return Hashing.sha256(in).equals(hash.get());
        }
    }

    private static void write(InputStream in, long at, FileChannel to) throws IOException {
        to.position(at);
        in.transferTo(Channels.newOutputStream(to));
    }

    private EiderException corrupt() {
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot pull generation " + wanted.number() + ": its bytes are not those that were published",
                "eider rollback moves readers to an older generation");
    }
}
