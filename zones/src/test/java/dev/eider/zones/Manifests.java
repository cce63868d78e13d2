package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests for tests: whole and valid, of a day's batch. */
public final class Manifests {
    public static final Instant START = Instant.parse("2025-04-06T00:00:00Z");
    public static final Instant END = Instant.parse("2025-04-07T00:00:00Z");
    public static final BatchId BATCH = new BatchId(new DatasetName("transaction"), "2025-04-06");

    private static final Fingerprint NO_CONTRACT = new Fingerprint("0".repeat(64));

    private Manifests() {}

    /** A raw one by a writer, who is told from others by the objects' names. */
    public static Manifest raw(Revision revision, String nonce) {
        return raw(revision, nonce, START, END);
    }

    /** A raw one that was committed at a time. */
    public static Manifest at(Revision revision, String nonce, Instant committedAt) {
        return raw(revision, START, END, files(revision, nonce), NO_CONTRACT, committedAt, Optional.empty());
    }

    public static Manifest raw(Revision revision, String nonce, Instant start, Instant end) {
        return raw(revision, start, end, files(revision, nonce), NO_CONTRACT, END, Optional.empty());
    }

    /** A raw one of a range of offsets. */
    static Manifest raw(Revision revision, String nonce, OffsetRange range) {
        return raw(revision, START, END, files(revision, nonce), NO_CONTRACT, END, Optional.of(range));
    }

    /** A raw one of these files, whose records are its books. */
    public static Manifest raw(
            Revision revision,
            Instant start,
            Instant end,
            List<StoredFile> files,
            Fingerprint contract,
            Instant committedAt,
            Optional<OffsetRange> range) {
        long records = files.stream().mapToLong(StoredFile::records).sum();
        return new Manifest(
                revision,
                start,
                end,
                Gate.PASSED,
                Optional.empty(),
                List.of(),
                files,
                new Books(records, records, 0, 0, 0, 0),
                Map.of(),
                0,
                Optional.empty(),
                contract,
                1,
                Optional.empty(),
                committedAt,
                "test",
                range);
    }

    private static List<StoredFile> files(Revision revision, String nonce) {
        return List.of(new StoredFile(
                StoredFile.Role.RECORDS,
                ZoneLayout.rawRecords(revision, LocalDate.parse("2025-04-06"), nonce, 0),
                10,
                1_000,
                Hashing.sha256(nonce.getBytes(StandardCharsets.UTF_8))));
    }

    /** A staged one with every member filled. */
    public static Manifest staged(Revision revision) {
        return staged(revision, Optional.empty());
    }

    static Manifest staged(Revision revision, Optional<OffsetRange> range) {
        return new Manifest(
                revision,
                START,
                END,
                Gate.HELD,
                Optional.of("2 of 10 records rejected, at most 10 %"),
                List.of(new Manifest.Input(revision.rawInput(), "ab".repeat(32))),
                List.of(
                        new StoredFile(
                                StoredFile.Role.CLEAN,
                                ZoneLayout.clean(revision, LocalDate.parse("2025-04-06"), "n1", 0),
                                5,
                                700,
                                "cd".repeat(32)),
                        new StoredFile(
                                StoredFile.Role.ERRORS,
                                ZoneLayout.errors(revision, LocalDate.parse("2025-04-06"), "n1", 0),
                                3,
                                300,
                                "ef".repeat(32))),
                new Books(10, 5, 2, 1, 1, 1),
                Map.of("wrong_type", 1L, "missing", 1L),
                4,
                Optional.of(new EventTimes(LocalDate.parse("2025-04-05"), LocalDate.parse("2025-04-06"), 2)),
                new Fingerprint("12".repeat(32)),
                3,
                Optional.of("0123456789abcdef"),
                Instant.parse("2025-04-07T01:02:03.456789Z"),
                "0.1.0",
                range);
    }
}
