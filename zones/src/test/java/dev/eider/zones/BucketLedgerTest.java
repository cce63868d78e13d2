package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger: one winner a revision, current ones by name, and nothing half-read. */
final class BucketLedgerTest {
    private static final Revision FIRST = Revision.raw(Manifests.BATCH, 1);

    private static final Clock CLOCK = Clock.fixed(Manifests.END, ZoneOffset.UTC);

    private final Bucket bucket = Buckets.memory();
    private final Ledger ledger = new BucketLedger(bucket, CLOCK);

    private static Revision raw(String slice, int number) {
        return Revision.raw(new BatchId(Manifests.BATCH.dataset(), slice), number);
    }

    private String text(Revision revision) throws Exception {
        try (var in = bucket.open(ZoneLayout.manifest(revision), Range.ALL)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void put(Revision revision, String content) throws Exception {
        bucket.createIfAbsent(ZoneLayout.manifest(revision), Body.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void opensWhatWasCommitted() throws Exception {
        Manifest raw = Manifests.raw(FIRST, "n1");
        Manifest staged = Manifests.staged(FIRST.staged(1));
        assertThat(ledger.commit(raw, CLOCK.instant())).isEqualTo(new Commit.Done(raw));
        assertThat(ledger.commit(staged, CLOCK.instant())).isEqualTo(new Commit.Done(staged));
        assertThat(ledger.open(raw.revision())).isEqualTo(raw);
        assertThat(ledger.open(staged.revision())).isEqualTo(staged);
    }

    @Test
    void namesManifestsByWhatTheyState() throws Exception {
        ledger.commit(Manifests.raw(FIRST, "n1"), CLOCK.instant());
        ledger.commit(Manifests.staged(FIRST.staged(2)), CLOCK.instant());
        assertThat(bucket.list("", "", 10))
                .containsExactly(
                        new ObjectKey("manifests/transaction/raw/2025-04-06/0001.json"),
                        new ObjectKey("manifests/transaction/stage/2025-04-06/0001-0002.json"));
    }

    @Test
    void writesAManifestThatAPersonCanRead() throws Exception {
        ledger.commit(Manifests.staged(FIRST.staged(1)), CLOCK.instant());
        assertThat(text(FIRST.staged(1)))
                .startsWith("""
                        {
                          "format" : 1,
                          "dataset" : "transaction",
                          "slice" : "2025-04-06",
                          "stage" : "stage",
                          "input" : 1,
                          "number" : 1,
                          "slice_start" : "2025-04-06T00:00:00Z",
                        """)
                .contains("  \"rejects\" : {\n    \"missing\" : 1,\n    \"wrong_type\" : 1\n  },")
                .endsWith("  \"build\" : \"0.1.0\"\n}\n");
    }

    @Test
    void givesTheLoserTheWinnersManifest() throws Exception {
        Manifest winner = Manifests.raw(FIRST, "winner");
        ledger.commit(winner, CLOCK.instant());
        assertThat(ledger.commit(Manifests.raw(FIRST, "loser"), CLOCK.instant()))
                .isEqualTo(new Commit.Already(winner));
        assertThat(ledger.open(FIRST)).isEqualTo(winner);
    }

    @Test
    void refusesABatchThatStandsForOtherInstants() throws Exception {
        ledger.commit(Manifests.raw(FIRST, "n1"), CLOCK.instant());
        Instant shifted = Manifests.START.plusSeconds(3_600);
        for (int number : new int[] {1, 2}) {
            Manifest other = Manifests.raw(Revision.raw(Manifests.BATCH, number), "n2", shifted, Manifests.END);
            assertThatThrownBy(() -> ledger.commit(other, CLOCK.instant()))
                    .hasMessage("Cannot commit transaction-2025-04-06 raw 000" + number
                            + ": it stands for 2025-04-06T01:00:00Z to 2025-04-07T00:00:00Z, but"
                            + " transaction-2025-04-06 raw 0001 for 2025-04-06T00:00:00Z to 2025-04-07T00:00:00Z")
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_MISMATCH));
        }
        assertThat(ledger.current(Manifests.BATCH.dataset(), StageName.RAW)).containsExactly(FIRST);
    }

    @Test
    void findsTheGreatestRevisionOfEachBatchByNamesAlone() throws Exception {
        for (Revision revision : List.of(
                raw("2025-04-07", 1),
                raw("2025-04-06", 2),
                raw("2025-04-06", 1),
                raw("2025-04-05", 10),
                raw("2025-04-05", 9))) {
            put(revision, "not read");
        }
        Revision staged = raw("2025-04-06", 1).staged(7);
        put(staged, "not read");
        put(raw("2025-04-06", 2).staged(1), "not read");
        bucket.createIfAbsent(
                new ObjectKey("manifests/transaction/raw/2025-04-06/0002.parts/00007.json"), Body.of(new byte[0]));
        bucket.createIfAbsent(
                new ObjectKey("manifests/transaction/stage/2025-04-06/0002-0001-p0001.json"), Body.of(new byte[0]));
        bucket.createIfAbsent(
                new ObjectKey("manifests/transaction_old/raw/2025-04-09/0001.json"), Body.of(new byte[0]));
        assertThat(ledger.current(Manifests.BATCH.dataset(), StageName.RAW))
                .containsExactly(raw("2025-04-05", 10), raw("2025-04-06", 2), raw("2025-04-07", 1));
        assertThat(ledger.current(Manifests.BATCH.dataset(), StageName.STAGE))
                .containsExactly(raw("2025-04-06", 2).staged(1));
        assertThat(ledger.current(new DatasetName("other"), StageName.RAW)).isEmpty();
    }

    @Test
    void findsMoreBatchesThanOnePageOfNames() throws Exception {
        for (int i = 0; i < 2_500; i++) {
            put(raw(String.format(java.util.Locale.ROOT, "s%05d", i), 1), "not read");
        }
        assertThat(ledger.current(Manifests.BATCH.dataset(), StageName.RAW)).hasSize(2_500);
    }

    @Test
    void namesItsInputsByTheirContent() throws Exception {
        ledger.commit(Manifests.raw(FIRST, "n1"), CLOCK.instant());
        assertThat(ledger.input(FIRST))
                .isEqualTo(new Manifest.Input(FIRST, Hashing.sha256(text(FIRST).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> ledger.open(FIRST))
                .hasMessage("Object not found: manifests/transaction/raw/2025-04-06/0001.json in memory")
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void refusesAManifestCutAnywhere() throws Exception {
        byte[] whole = ManifestFormat.write(Manifests.staged(FIRST.staged(1)));
        for (int length = 0; length < whole.length - 2; length += 7) {
            Revision revision = raw("cut", 1 + length);
            bucket.createIfAbsent(ZoneLayout.manifest(revision), Body.of(java.util.Arrays.copyOf(whole, length)));
            assertCorrupt(revision, "");
        }
    }

    @Test
    void refusesWhatItWouldMisunderstand() throws Exception {
        String whole = new String(ManifestFormat.write(Manifests.staged(FIRST.staged(1))), StandardCharsets.UTF_8);
        assertRefused(whole.replace("\"clean\" : 5", "\"clean\" : 6"), "its books do not balance");
        assertRefused(whole.replace("\"build\"", "\"builds\""), "build is missing");
        assertRefused(
                whole.replace("\"unknown_fields\" : 4", "\"unknown_fields\" : 4, \"extra\" : 1"), "extra is unknown");
        assertRefused(
                whole.replace("\"records\" : 3,", "\"records\" : 3, \"extra\" : 1,"), "outputs[1].extra is unknown");
        assertRefused(whole.replace("\"format\" : 1", "\"format\" : 2"), "its format is of another version of Eider");
        assertRefused(whole.replace("\"gate\" : \"held\"", "\"gate\" : \"open\""), "gate is not valid");
        assertRefused(
                whole.replace("\"number\" : 1,\n  \"slice_start", "\"number\" : 2,\n  \"slice_start"),
                "it states transaction-2025-04-06 stage 0001-0002");
        assertRefused(whole.replace("\"bytes\" : 300", "\"bytes\" : 3e2"), "outputs[1].bytes is no whole number");
        assertRefused(whole + "{}", "it is no whole JSON");
    }

    private void assertRefused(String content, String reason) throws Exception {
        Revision revision = FIRST.staged(1);
        put(revision, content);
        assertCorrupt(revision, reason);
        bucket.delete(
                ZoneLayout.manifest(revision),
                bucket.find(ZoneLayout.manifest(revision)).orElseThrow().version());
    }

    private void assertCorrupt(Revision revision, String reason) {
        assertThatThrownBy(() -> ledger.open(revision))
                .hasMessageStartingWith("Cannot read " + ZoneLayout.manifest(revision) + " in memory: ")
                .hasMessageEndingWith(reason)
                .isInstanceOfSatisfying(EiderException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT);
                    assertThat(e.nextStep()).isPresent();
                });
    }

    @Test
    void letsOneOfSeveralThreadsCommit() throws Exception {
        int rivals = 4;
        ExecutorService threads = Executors.newFixedThreadPool(rivals);
        try {
            for (int race = 0; race < 100; race++) {
                CyclicBarrier start = new CyclicBarrier(rivals);
                Revision revision = raw("s" + race, 1);
                List<Future<Commit>> running = new ArrayList<>();
                for (int rival = 0; rival < rivals; rival++) {
                    Manifest manifest = Manifests.raw(revision, "n" + rival);
                    running.add(threads.submit(() -> {
                        start.await();
                        return ledger.commit(manifest, CLOCK.instant());
                    }));
                }
                List<Commit> commits = new ArrayList<>();
                for (Future<Commit> one : running) {
                    commits.add(one.get());
                }
                assertThat(commits).filteredOn(c -> c instanceof Commit.Done).hasSize(1);
                assertThat(commits).extracting(Commit::manifest).containsOnly(ledger.open(revision));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("slow")
    void letsOneOfTwoProcessesCommit(@TempDir Path folder) throws Exception {
        int firstWon = 0;
        int races = 300;
        try (ChildProcess first = ChildProcess.start(LedgerRival.class, folder.toString(), "first");
                ChildProcess second = ChildProcess.start(LedgerRival.class, folder.toString(), "second")) {
            assertThat(List.of(first.answer(), second.answer())).containsOnly("ready");
            for (int race = 0; race < races; race++) {
                first.tell("s" + race);
                second.tell("s" + race);
                List<String> answers = List.of(first.answer(), second.answer());
                boolean won = answers.get(0).startsWith("done ");
                firstWon += won ? 1 : 0;
                String part = ZoneLayout.rawRecords(
                                raw("s" + race, 1),
                                java.time.LocalDate.parse("2025-04-06"),
                                won ? "first" : "second",
                                0)
                        .value();
                assertThat(answers).as("race " + race).containsExactlyInAnyOrder("done " + part, "already " + part);
            }
        }
        assertThat(firstWon)
                .as("races that the first won: both must have run at once")
                .isBetween(1, races - 1);
    }

    @Test
    void staysWholeWhereAnAnswerIsLost() throws Exception {
        FaultyBucket faulty = FaultyBucket.failing(
                bucket, call -> call.method() == BucketCall.Method.CREATE, 1, FaultyBucket.When.AFTER_ITS_EFFECT);
        Manifest manifest = Manifests.raw(FIRST, "n1");
        assertThatThrownBy(() -> new BucketLedger(faulty, CLOCK).commit(manifest, CLOCK.instant()))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(faulty.faults()).isEqualTo(1);
        assertThat(ledger.commit(manifest, CLOCK.instant())).isEqualTo(new Commit.Already(manifest));
        StoredParts.discard(bucket, manifest.outputs(), Optional.of(ledger.open(FIRST)));
    }
}
