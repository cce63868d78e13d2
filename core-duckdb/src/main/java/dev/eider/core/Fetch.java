package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Bucket;
import dev.eider.zones.Hashing;
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
    /** Bytes can be damaged on their way: an object is taken for damaged when it comes so each time. */
    static final int TRIES_MAX = 3;

    private Fetch() {}

    static void into(Bucket bucket, ObjectKey key, String sha256, Path file) throws EiderException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            for (int tries = 1; !copy(bucket, key, part).equals(sha256); tries++) {
                if (tries == TRIES_MAX) {
                    throw new EiderException(
                            ErrorCode.CORRUPT_OBJECT,
                            "Cannot use " + key + ": its bytes are not those that were published",
                            "eider rollback moves to an older generation");
                }
            }
            move(part, file);
        } catch (IOException e) {
            throw Failures.of("copy " + key, e);
        }
    }

    /** Brings the bytes as they come, from the start again where they break off; their SHA-256. */
    static String copy(Bucket bucket, ObjectKey key, Path file) throws EiderException, IOException {
        for (int tries = 1; ; tries++) {
            MessageDigest digest = Hashing.sha256();
            try (InputStream in = new DigestInputStream(bucket.open(key, Range.ALL), digest)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return Hashing.hex(digest.digest());
            } catch (IOException e) {
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
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
