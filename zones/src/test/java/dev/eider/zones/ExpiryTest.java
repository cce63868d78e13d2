package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.Retention;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An object that is missing: lost before its time, expired after. */
final class ExpiryTest {
    private static final Revision RAW = Revision.raw(Manifests.BATCH, 1);
    private static final Retention MONTHS = new Retention(days(90), days(30), Retention.Span.FOREVER);

    private final SetClock clock = new SetClock(Manifests.END);
    private final Bucket bucket = new MemoryBucket(clock);

    private static Retention.Span days(int days) {
        return new Retention.Span(Optional.empty(), Optional.of(Duration.ofDays(days)));
    }

    private Context context(Retention retention) {
        return new Context(
                bucket,
                new BucketLedger(bucket, clock),
                clock,
                Limits.defaults(),
                Path.of("none"),
                Nonces.seeded(1),
                Optional.empty(),
                Progress.NONE,
                "test",
                retention);
    }

    private EiderException missing(Manifest manifest, int output, Retention retention) {
        StoredFile file = manifest.outputs().get(output);
        EiderException notFound = new EiderException(ErrorCode.NOT_FOUND, "Object not found: " + file.key());
        return Expiry.explain(notFound, context(retention), manifest, file, "Read it again");
    }

    @Test
    void aManifestSaysWhenItsObjectsMayBeGone() throws Exception {
        Instant began = Manifests.END.minusSeconds(60);
        Manifest raw = Manifests.raw(RAW, "n1").expiring(MONTHS, began);
        assertThat(raw.outputs())
                .extracting(StoredFile::expires)
                .containsOnly(Optional.of(began.plus(Duration.ofDays(90))));
        Manifest staged = Manifests.staged(RAW.staged(1)).expiring(MONTHS, began);
        for (StoredFile file : staged.outputs()) {
            assertThat(file.expires())
                    .isEqualTo(
                            file.role() == StoredFile.Role.ERRORS
                                    ? Optional.of(began.plus(Duration.ofDays(30)))
                                    : Optional.empty());
        }
        assertThat(ManifestFormat.read(ManifestFormat.write(staged))).isEqualTo(staged);
    }

    @Test
    void aManifestOfOldIsReadAsBefore() throws Exception {
        Manifest old = Manifests.raw(RAW, "n1");
        byte[] written = ManifestFormat.write(old);
        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("expires");
        assertThat(ManifestFormat.read(written)).isEqualTo(old);
        clock.pass(Duration.ofDays(5_000));
        assertThat(missing(old, 0, Retention.FOREVER).code()).isEqualTo(ErrorCode.CORRUPT_OBJECT);
    }

    @Test
    void anObjectThatIsMissingIsLostBeforeItsTimeAndExpiredAfter() {
        Manifest raw = Manifests.raw(RAW, "n1").expiring(MONTHS, Manifests.END);
        clock.pass(Duration.ofDays(90).minusSeconds(1));
        assertThat(missing(raw, 0, Retention.FOREVER))
                .hasMessage("Cannot read " + raw.outputs().get(0).key() + ": it is missing")
                .extracting(EiderException::code)
                .isEqualTo(ErrorCode.CORRUPT_OBJECT);
        clock.pass(Duration.ofSeconds(1));
        EiderException expired = missing(raw, 0, Retention.FOREVER);
        assertThat(expired)
                .hasMessage("Cannot read " + raw.outputs().get(0).key()
                        + ": it expired at 2025-07-06T00:00:00Z, as retention.raw.delete_after said");
        assertThat(expired.code()).isEqualTo(ErrorCode.EXPIRED);
        assertThat(expired.code().owner()).isEqualTo(ErrorCode.Owner.USER);
        assertThat(expired.nextStep()).isPresent();
    }

    @Test
    void retentionOfTodayHoldsForOlderObjectsToo() {
        clock.pass(Duration.ofDays(91));
        assertThat(missing(Manifests.raw(RAW, "n1"), 0, MONTHS).code()).isEqualTo(ErrorCode.EXPIRED);
    }

    @Test
    void anotherFailureIsToldAsItIs() {
        Manifest raw = Manifests.raw(RAW, "n1");
        EiderException denied = new EiderException(ErrorCode.ACCESS_DENIED, "Cannot read");
        assertThat(Expiry.explain(denied, context(MONTHS), raw, raw.outputs().get(0), ""))
                .isSameAs(denied);
    }
}
