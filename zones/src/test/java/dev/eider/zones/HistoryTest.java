package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What was committed long ago: archived, read as before, and closed for ever. */
final class HistoryTest {
    private static final DatasetName DATASET = Manifests.BATCH.dataset();
    private static final Duration LONG = HistoryCompactor.CLOSED_AFTER.plusDays(1);

    private final Bucket bucket = Buckets.memory();
    private final SetClock clock = new SetClock(Instant.parse("2025-05-01T00:00:00Z"));

    private Ledger ledger() {
        return new BucketLedger(bucket, clock);
    }

    private HistoryCompactor compactor(Bucket into) {
        return new HistoryCompactor(into, clock, 3, 2, 5);
    }

    private static Revision raw(int batch, int number) {
        return Revision.raw(new BatchId(DATASET, String.format(Locale.ROOT, "2025-04-%02d", batch)), number);
    }

    private Manifest commit(Revision revision) throws EiderException {
        Manifest manifest = Manifests.at(revision, "n1", clock.instant());
        assertThat(ledger().commit(manifest, clock.instant())).isInstanceOf(Commit.Done.class);
        return manifest;
    }

    private HistoryCompactor.Compaction compact() throws EiderException {
        return compactor(bucket).compact(DATASET, StageName.RAW, Integer.MAX_VALUE);
    }

    private List<String> names(String prefix) throws BucketException {
        return bucket.list(prefix, "", 10_000).stream().map(ObjectKey::value).toList();
    }

    /** Everything that a reader sees. */
    private static Map<Revision, Object> seen(Ledger ledger) throws EiderException {
        Map<Revision, Object> seen = new TreeMap<>();
        for (Revision revision : ledger.all(DATASET, StageName.RAW)) {
            seen.put(revision, List.of(ledger.open(revision), ledger.input(revision)));
        }
        return seen;
    }

    private void sevenBatches() throws EiderException {
        for (int batch = 1; batch <= 7; batch++) {
            commit(raw(batch, 1));
        }
        commit(raw(3, 2));
        clock.pass(LONG);
    }

    @Test
    void anArchivedManifestIsReadAsBefore() throws Exception {
        sevenBatches();
        Map<Revision, Object> before = seen(ledger());
        List<Revision> current = ledger().current(DATASET, StageName.RAW);
        assertThat(compact()).isEqualTo(new HistoryCompactor.Compaction(2, 8, 8));
        assertThat(names("manifests/")).isEmpty();
        assertThat(names("archives/"))
                .containsExactly(
                        "archives/transaction/raw/000001.json.zst", "archives/transaction/raw/000002.json.zst");
        assertThat(seen(ledger())).isEqualTo(before).hasSize(8);
        assertThat(ledger().current(DATASET, StageName.RAW)).isEqualTo(current).hasSize(7);
    }

    @Test
    void anArchiveIsPlainJsonOfWhatWasCommitted() throws Exception {
        sevenBatches();
        String manifest = new String(ManifestFormat.write(ledger().open(raw(1, 1))), StandardCharsets.UTF_8);
        compact();
        try (var in = bucket.open(new ObjectKey("archives/transaction/raw/000001.json.zst"), Range.ALL);
                var zstd = Zstd.decompress(in, Limits.defaults())) {
            assertThat(new String(zstd.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("{\"format\":1,\"dataset\":\"transaction\",\"stage\":\"raw\",\"number\":1,\"blocks\":[")
                    .contains(manifest);
        }
    }

    @Test
    void whatIsNotClosedStaysLoose() throws Exception {
        sevenBatches();
        commit(raw(8, 1));
        clock.pass(Duration.ofDays(2));
        compact();
        assertThat(names("manifests/")).containsExactly("manifests/transaction/raw/2025-04-08/0001.json");
        assertThat(ledger().current(DATASET, StageName.RAW)).hasSize(8).endsWith(raw(8, 1));
    }

    @Test
    void aBatchIsArchivedInTheOrderOfItsRevisions() throws Exception {
        commit(raw(1, 2));
        commit(raw(2, 1));
        commit(raw(3, 1));
        clock.pass(LONG);
        commit(raw(1, 1));
        compact();
        assertThat(names("manifests/"))
                .containsExactly(
                        "manifests/transaction/raw/2025-04-01/0001.json",
                        "manifests/transaction/raw/2025-04-01/0002.json");
    }

    @Test
    void chainsAreArchivedBesideDaysUpToWhatIsOpen() throws Exception {
        List<Revision> closed = new ArrayList<>();
        List<Revision> open = new ArrayList<>();
        for (String topic : List.of("0".repeat(32), "2025" + "0".repeat(28), "f".repeat(32))) {
            for (int from = 0; from < 3; from++) {
                closed.add(Revision.raw(new ChainId(topic, 0, 1).batch(DATASET, from), 1));
            }
            open.add(Revision.raw(new ChainId(topic, 0, 1).batch(DATASET, 3), 1));
        }
        for (int day = 1; day <= 7; day++) {
            closed.add(raw(day, 1));
        }
        for (Revision revision : closed) {
            commit(revision);
        }
        clock.pass(LONG);
        for (Revision revision : open) {
            commit(revision);
        }
        List<Revision> before = ledger().current(DATASET, StageName.RAW);
        Map<Revision, Object> seen = seen(ledger());
        assertThat(compact().archived())
                .as("all but one, no archive of its own")
                .isEqualTo(closed.size() - 1);
        assertThat(names("manifests/")).hasSize(open.size() + 1);
        assertThat(ledger().current(DATASET, StageName.RAW)).isEqualTo(before).hasSize(closed.size() + open.size());
        assertThat(seen(ledger())).isEqualTo(seen);
    }

    @Test
    void namesOfChainsAreListedBesideThoseOfDays() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            expected.add(String.format(Locale.ROOT, "p/%08x%s-00000-01-0/0001.json", i * 1_431_655L, "a".repeat(24)));
            expected.add(
                    String.format(Locale.ROOT, "p/20%02d-%02d-%02dt%02d/0001.json", i % 25, 1 + i % 12, 1, i % 24));
        }
        expected = expected.stream().distinct().sorted().toList();
        for (String name : expected) {
            bucket.createIfAbsent(new ObjectKey(name), Body.of(new byte[0]));
        }
        assertThat(Listing.all(bucket, "p/", YearMonth.of(2025, 1)))
                .extracting(ObjectKey::value)
                .isEqualTo(expected);
    }

    @Test
    void aLaterRevisionOfAnArchivedBatchIsPossible() throws Exception {
        sevenBatches();
        compact();
        commit(raw(1, 2));
        commit(raw(2, 2));
        assertThat(ledger().current(DATASET, StageName.RAW)).startsWith(raw(1, 2), raw(2, 2));
        clock.pass(LONG);
        compact();
        assertThat(names("manifests/")).isEmpty();
        assertThat(ledger().current(DATASET, StageName.RAW)).startsWith(raw(1, 2), raw(2, 2), raw(3, 2));
    }

    @Test
    void anArchivedNameCannotBeReopened() throws Exception {
        sevenBatches();
        Manifest winner = ledger().open(raw(3, 1));
        compact();
        Manifest zombie = Manifests.at(raw(3, 1), "zombie", clock.instant());
        assertThat(ledger().commit(zombie, clock.instant())).isEqualTo(new Commit.Already(winner));
        assertThat(names("manifests/")).isEmpty();
    }

    @Test
    void aNameBelowAnArchivedOneCannotBeTaken() throws Exception {
        commit(raw(1, 2));
        commit(raw(2, 1));
        clock.pass(LONG);
        compact();
        Manifest late = Manifests.at(raw(1, 1), "late", clock.instant());
        assertThatThrownBy(() -> ledger().commit(late, clock.instant()))
                .hasMessage("Cannot commit transaction-2025-04-01 raw 0001: a later revision of the batch was archived"
                        + " already")
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERTAKEN));
        assertThat(names("manifests/")).isEmpty();
    }

    @Test
    void aLooseManifestThatAnArchiveCoversDoesNotCountAndIsReported() throws Exception {
        sevenBatches();
        Map<Revision, Object> before = seen(ledger());
        compact();
        for (Revision revision : List.of(raw(1, 1), raw(3, 1))) {
            byte[] other = ManifestFormat.write(Manifests.at(revision, "zombie", clock.instant()));
            bucket.createIfAbsent(ZoneLayout.manifest(revision), Body.of(other)).orElseThrow();
        }
        assertThat(seen(ledger())).isEqualTo(before);
        clock.pass(LONG);
        compact();
        assertThat(compactor(bucket).strays(DATASET, StageName.RAW))
                .extracting(ObjectKey::value)
                .containsExactly(
                        "manifests/transaction/raw/2025-04-01/0001.json",
                        "manifests/transaction/raw/2025-04-03/0001.json");
        assertThat(seen(ledger())).isEqualTo(before);
    }

    @Test
    void aReaderFindsWhatIsArchivedMeanwhile() throws Exception {
        sevenBatches();
        Ledger reader = ledger();
        Map<Revision, Object> before = seen(reader);
        compact();
        Map<Revision, Object> after = new TreeMap<>();
        for (Revision revision : before.keySet()) {
            after.put(revision, List.of(reader.open(revision), reader.input(revision)));
        }
        assertThat(after).isEqualTo(before);
    }

    @Test
    void aCompactorThatFailsAtAnyCallLosesNothing() throws Exception {
        HistoryTest undisturbed = new HistoryTest();
        undisturbed.sevenBatches();
        RecordingBucket recorded = new RecordingBucket(undisturbed.bucket);
        undisturbed.compactor(recorded).compact(DATASET, StageName.RAW, 9);
        int calls = recorded.calls().size();
        assertThat(calls).isGreaterThan(30);
        int faults = 0;
        for (int call = 1; call <= calls; call++) {
            for (FaultyBucket.When when : FaultyBucket.When.values()) {
                HistoryTest history = new HistoryTest();
                history.sevenBatches();
                Map<Revision, Object> before = seen(history.ledger());
                FaultyBucket faulty = FaultyBucket.failing(history.bucket, any -> true, call, when);
                try {
                    history.compactor(faulty).compact(DATASET, StageName.RAW, 9);
                } catch (EiderException e) {
                    faults++;
                }
                assertThat(seen(history.ledger())).as(when + " " + call).isEqualTo(before);
                history.compact();
                assertThat(seen(history.ledger())).as(when + " " + call).isEqualTo(before);
                assertThat(history.names("manifests/").size())
                        .as(when + " " + call)
                        .isLessThan(2);
            }
        }
        assertThat(faults).as("faults that hit").isEqualTo(2 * calls);
    }

    @Test
    void ofCompactorsAtOnceOneWinsEachNumber() throws Exception {
        for (int race = 0; race < 20; race++) {
            HistoryTest history = new HistoryTest();
            history.sevenBatches();
            Map<Revision, Object> before = seen(history.ledger());
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                Callable<HistoryCompactor.Compaction> one = history::compact;
                int archived = 0;
                for (Future<HistoryCompactor.Compaction> future : threads.invokeAll(List.of(one, one, one))) {
                    archived += future.get().archived();
                }
                assertThat(archived).isEqualTo(8);
            } finally {
                threads.shutdownNow();
            }
            assertThat(seen(history.ledger())).isEqualTo(before);
            assertThat(history.names("manifests/")).isEmpty();
        }
    }

    @Test
    void namesCostAListingAndAHeaderForEachArchiveOnce() throws Exception {
        sevenBatches();
        compact();
        RecordingBucket recorded = new RecordingBucket(bucket);
        Ledger ledger = new BucketLedger(recorded, clock);
        assertThat(ledger.current(DATASET, StageName.RAW)).hasSize(7);
        assertThat(recorded.calls())
                .extracting(BucketCall::toString)
                .containsExactlyInAnyOrder(
                        "LIST manifests/transaction/raw/",
                        "LIST archives/transaction/raw/",
                        "OPEN archives/transaction/raw/000001.json.zst",
                        "OPEN archives/transaction/raw/000002.json.zst");
        ledger.current(DATASET, StageName.RAW);
        assertThat(recorded.calls())
                .filteredOn(c -> c.method() == BucketCall.Method.OPEN)
                .hasSize(2);
    }

    @Test
    void aMissingArchiveIsNotTakenForNoHistory() throws Exception {
        sevenBatches();
        compact();
        ObjectKey first = new ObjectKey("archives/transaction/raw/000001.json.zst");
        bucket.delete(first, bucket.find(first).orElseThrow().version());
        assertThatThrownBy(() -> ledger().current(DATASET, StageName.RAW))
                .hasMessage("Cannot read archives/transaction/raw/000001.json.zst in memory: it is missing, and later"
                        + " ones are there");
    }

    /** One bit of a frame's header means nothing; else no flipped bit goes unseen. */
    @Test
    void aDamagedArchiveIsRefused() throws Exception {
        sevenBatches();
        compact();
        ObjectKey key = new ObjectKey("archives/transaction/raw/000001.json.zst");
        byte[] whole;
        try (var in = bucket.open(key, Range.ALL)) {
            whole = in.readAllBytes();
        }
        Map<Revision, Object> undamaged = seenOf(key, whole);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            try {
                assertThat(seenOf(key, damaged)).as("byte " + at).isEqualTo(undamaged);
            } catch (EiderException e) {
                assertThat(e.code()).as("byte " + at).isEqualTo(ErrorCode.CORRUPT_OBJECT);
                refused++;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(whole.length - 5);
    }

    private Map<Revision, Object> seenOf(ObjectKey key, byte[] archive) throws EiderException {
        Bucket other = Buckets.memory();
        other.createIfAbsent(key, Body.of(archive));
        return seen(new BucketLedger(other, clock));
    }

    @Test
    void compactionIsDueWhenMoreThanAFewClosedOnesAreLoose() throws Exception {
        HistoryCompactor compactor = compactor(bucket);
        for (int batch = 1; batch <= 3; batch++) {
            commit(raw(batch, 1));
        }
        clock.pass(LONG);
        assertThat(compactor.isDue(DATASET, StageName.RAW)).isFalse();
        commit(raw(4, 1));
        commit(raw(5, 1));
        commit(raw(6, 1));
        assertThat(compactor.isDue(DATASET, StageName.RAW))
                .as("too few are closed")
                .isFalse();
        clock.pass(LONG);
        assertThat(compactor.isDue(DATASET, StageName.RAW)).isTrue();
    }

    @Test
    void aWriterOlderThanThreeDaysMayNotCommit() throws Exception {
        Instant began = clock.instant();
        clock.pass(BucketLedger.WRITER_AGE_MAX);
        assertThat(ledger().commit(Manifests.at(raw(1, 1), "n1", began), began)).isInstanceOf(Commit.Done.class);
        clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> ledger().commit(Manifests.at(raw(2, 1), "n1", began), began))
                .hasMessage("Cannot commit transaction-2025-04-02 raw 0001: its writer began at 2025-05-01T00:00:00Z,"
                        + " more than 3 days ago")
                .isInstanceOfSatisfying(EiderException.class, e -> {
                    assertThat(e.code().owner()).isEqualTo(ErrorCode.Owner.BUSY);
                    assertThat(e.nextStep()).isPresent();
                });
        assertThat(names("manifests/")).containsExactly("manifests/transaction/raw/2025-04-01/0001.json");
    }

    /** Others commit the same revision and archive it while a writer is about to create its manifest. */
    private final class Sleepy extends WatchedBucket {
        private final List<Manifest> winners = new ArrayList<>();

        Sleepy() {
            super(bucket);
        }

        @Override
        protected void before(BucketCall call) throws BucketException {
            if (call.method() == BucketCall.Method.CREATE && winners.isEmpty()) {
                try {
                    winners.add(commit(raw(1, 1)));
                    commit(raw(2, 1));
                    clock.pass(LONG);
                    compact();
                } catch (EiderException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        protected void after(BucketCall call) {}
    }

    @Test
    void aWriterThatSleepsWithinItsCommitLearnsOfTheWinner() throws Exception {
        Sleepy sleepy = new Sleepy();
        Manifest zombie = Manifests.at(raw(1, 1), "zombie", clock.instant());
        Commit commit = new BucketLedger(sleepy, clock).commit(zombie, clock.instant());
        assertThat(commit).isEqualTo(new Commit.Already(sleepy.winners.get(0)));
        assertThat(ledger().open(raw(1, 1))).isEqualTo(sleepy.winners.get(0));
    }

    @Test
    void aLongListingFindsEveryNameInOrder() throws Exception {
        List<ObjectKey> keys = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Instant hour = Instant.parse("2023-01-01T00:00:00Z").plus(Duration.ofHours(5L * i));
            String slice = hour.toString().substring(0, 13).toLowerCase(Locale.ROOT);
            keys.add(ZoneLayout.manifest(Revision.raw(new BatchId(DATASET, slice), 1)));
        }
        keys.add(ZoneLayout.manifest(Revision.raw(new BatchId(DATASET, "zz"), 1)));
        keys.add(0, ZoneLayout.manifest(Revision.raw(new BatchId(DATASET, "00"), 1)));
        for (ObjectKey key : keys) {
            bucket.createIfAbsent(key, Body.of(new byte[0]));
        }
        RecordingBucket recorded = new RecordingBucket(bucket);
        assertThat(Listing.all(recorded, "manifests/transaction/raw/", YearMonth.parse("2025-06")))
                .isEqualTo(keys);
        assertThat(recorded.calls()).as("ranges at once").hasSizeBetween(10, 60);
    }
}
