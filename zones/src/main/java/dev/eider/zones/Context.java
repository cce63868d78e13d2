package dev.eider.zones;

import dev.eider.contract.Limits;
import dev.eider.contract.MaskKey;
import dev.eider.contract.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What every step of the path works with.
 *
 * @param scratch existing folder of this process alone for files under work; emptied at the end
 * @param nonces names of writers, one a call: two runs of one batch never touch each other's objects
 * @param build version of the program, kept in manifests
 * @param retention what manifests say of their objects' end
 */
public record Context(
        Bucket bucket,
        Ledger ledger,
        Clock clock,
        Limits limits,
        Path scratch,
        Supplier<String> nonces,
        Optional<MaskKey> maskKey,
        Progress progress,
        String build,
        Retention retention) {
    /** One in which nothing expires. */
    public Context(
            Bucket bucket,
            Ledger ledger,
            Clock clock,
            Limits limits,
            Path scratch,
            Supplier<String> nonces,
            Optional<MaskKey> maskKey,
            Progress progress,
            String build) {
        this(bucket, ledger, clock, limits, scratch, nonces, maskKey, progress, build, Retention.FOREVER);
    }
}
