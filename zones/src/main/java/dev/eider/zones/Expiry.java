package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When objects that manifests name may be gone, and what it means that one is. */
public final class Expiry {
    private Expiry() {}

    /** How long retention keeps objects of a role; empty for ever. */
    static Optional<Duration> kept(StoredFile.Role role, Retention retention) {
        return switch (role) {
            case RECORDS, PAGES, SCHEMAS -> retention.raw().deleteAfter();
            case ERRORS -> retention.error().deleteAfter();
            case CLEAN -> Optional.empty();
        };
    }

    static StoredFile set(StoredFile file, Retention retention, Instant from) {
        Optional<Instant> expires = kept(file.role(), retention).map(from::plus);
        return new StoredFile(file.role(), file.key(), file.records(), file.bytes(), file.sha256(), expires);
    }

    /**
     * When the object may be gone: by its manifest, or by the retention of today, which holds for older objects as
     * well; whichever is earlier.
     */
    public static Optional<Instant> of(Manifest manifest, StoredFile file, Retention retention) {
        Optional<Instant> today = kept(file.role(), retention).map(manifest.committedAt()::plus);
        if (today.isEmpty() || file.expires().isEmpty()) {
            return today.isPresent() ? today : file.expires();
        }
        return Optional.of(
                today.get().isBefore(file.expires().get())
                        ? today.get()
                        : file.expires().get());
    }

    /**
     * What to tell of a failure to open an object that a manifest names: a missing one is EXPIRED once it may be gone,
     * CORRUPT_OBJECT before; any other failure is told as it is.
     *
     * @param corruptNext what to do about an object that is missing before its time
     */
    public static EiderException explain(
            EiderException failure, Context context, Manifest manifest, StoredFile file, String corruptNext) {
        if (failure.code() != ErrorCode.NOT_FOUND) {
            return failure;
        }
        Optional<Instant> expired = of(manifest, file, context.retention())
                .filter(instant -> !context.clock().instant().isBefore(instant));
        if (expired.isPresent()) {
            return new EiderException(
                    ErrorCode.EXPIRED,
                    "Cannot read " + file.key() + ": it expired at " + expired.get() + ", as " + setting(file)
                            + " said",
                    next(file),
                    failure);
        }
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT, "Cannot read " + file.key() + ": it is missing", corruptNext, failure);
    }

    private static String setting(StoredFile file) {
        return file.role() == StoredFile.Role.ERRORS ? "retention.error.delete_after" : "retention.raw.delete_after";
    }

    private static String next(StoredFile file) {
        return file.role() == StoredFile.Role.ERRORS
                ? "Keep later ones longer: retention.error.delete_after in eider.yaml"
                : "Read it from the source again, if that still has it: eider ingest --dataset … --interval … --again";
    }
}
