package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.Place;
import dev.eider.contract.Reason;
import dev.eider.contract.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Error records: one line each, read back as they were written. */
final class ErrorRecordTest {
    private static final ErrorRecord ERROR = new ErrorRecord(
            Manifests.BATCH.dataset(),
            3,
            List.of(
                    Reason.of(RejectionCode.WRONG_TYPE, "amount", "is no decimal"),
                    Reason.of(RejectionCode.NOT_AN_OBJECT, "is no object")),
            "{\"account_number\":\"tok\\n\\u00e9\",\"rate\":1.50}",
            "{\"amount\":\"string of 3\"}",
            Revision.raw(Manifests.BATCH, 2),
            new Place.Stored(1, 41),
            "ab12",
            Instant.parse("2025-04-07T01:02:03Z"),
            "0.1.0");

    @TempDir
    private Path scratch;

    @Test
    void isOneLineWithItsMembersInOrder() {
        assertThat(new String(ERROR.toLine(), StandardCharsets.UTF_8))
                .isEqualTo("{\"dataset\":\"transaction\",\"contract_version\":3,\"reasons\":["
                        + "{\"code\":\"wrong_type\",\"field\":\"amount\",\"message\":\"is no decimal\"},"
                        + "{\"code\":\"not_an_object\",\"message\":\"is no object\"}],"
                        + "\"record\":{\"account_number\":\"tok\\n\\u00e9\",\"rate\":1.50},"
                        + "\"shape\":{\"amount\":\"string of 3\"},"
                        + "\"place\":{\"slice\":\"2025-04-06\",\"revision\":2,\"part\":1,\"record\":41},"
                        + "\"fingerprint\":\"ab12\",\"batch\":\"transaction-2025-04-06\","
                        + "\"rejected_at\":\"2025-04-07T01:02:03Z\",\"build\":\"0.1.0\"}");
    }

    private ObjectKey store(Bucket bucket, byte[]... lines) throws Exception {
        try (RollingWriter writer = new RollingWriter(
                StoredFile.Role.ERRORS,
                RollingWriter.Compression.NONE,
                part -> new ObjectKey("errors"),
                scratch,
                Limits.defaults())) {
            for (byte[] line : lines) {
                writer.line(line);
            }
            return writer.finish(bucket).get(0).key();
        }
    }

    @Test
    void readsBackWhatWasWritten() throws Exception {
        Bucket bucket = Buckets.memory();
        try (ErrorReader reader =
                ErrorReader.open(bucket, store(bucket, ERROR.toLine(), ERROR.toLine()), Limits.defaults())) {
            ErrorRecord read = reader.next().orElseThrow();
            assertThat(read.toLine())
                    .asString()
                    .isEqualTo(new String(ERROR.toLine(), StandardCharsets.UTF_8).replace("\\u00e9", "é"));
            assertThat(read.raw()).isEqualTo(ERROR.raw());
            assertThat(read.place()).isEqualTo(ERROR.place());
            assertThat(read.reasons()).isEqualTo(ERROR.reasons());
            assertThat(reader.next()).isPresent();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void namesTheLineThatIsNone() throws Exception {
        Bucket bucket = Buckets.memory();
        byte[] cut = java.util.Arrays.copyOf(ERROR.toLine(), 50);
        try (ErrorReader reader = ErrorReader.open(bucket, store(bucket, ERROR.toLine(), cut), Limits.defaults())) {
            reader.next();
            assertThatThrownBy(reader::next)
                    .hasMessage("Cannot read line 2 of errors in memory: it is no whole JSON")
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT));
        }
    }
}
