package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Bucket;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Brings an object to a file, whole and as its checksum says, or not at all. */
final class Fetch {
    private Fetch() {}

    static void into(Bucket bucket, ObjectKey key, String sha256, Path file) throws EiderException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        MessageDigest digest = Hashes.digest();
        try (InputStream in = new DigestInputStream(bucket.open(key, Range.ALL), digest)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failures.of("copy " + key, e);
        }
        if (!Hashes.hex(digest).equals(sha256)) {
            throw new EiderException(
                    ErrorCode.CORRUPT_OBJECT,
                    "Cannot use " + key + ": its bytes are not those that were published",
                    "eider rollback moves to an older generation");
        }
        try {
            move(part, file);
        } catch (IOException e) {
            throw Failures.of("copy " + key, e);
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
