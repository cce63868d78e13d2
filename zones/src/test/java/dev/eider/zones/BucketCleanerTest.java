package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.EiderException;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Retention;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may go of a bucket's zones, and what must stay. */
final class BucketCleanerTest {
    private static final LocalDate DAY = LocalDate.parse("2025-04-06");
    private static final Revision RAW = Revision.raw(Manifests.BATCH, 1);

    private final SetClock clock = new SetClock(Instant.parse("2025-05-01T00:00:00Z"));
    private final Bucket bucket = new MemoryBucket(clock);
    private final Ledger ledger = new BucketLedger(bucket, clock);

    private static Retention retention(int rawDays, int errorDays, int supersededDays) {
        return new Retention(span(rawDays), span(errorDays), span(supersededDays));
    }

    private static Retention.Span span(int days) {
        return days == 0
                ? Retention.Span.FOREVER
                : new Retention.Span(Optional.empty(), Optional.of(Duration.ofDays(days)));
    }

    private BucketCleaner cleaner(Retention retention) {
        return new BucketCleaner(bucket, ledger, retention, clock, 3);
    }

    private ObjectKey put(ObjectKey key) throws EiderException {
        bucket.createIfAbsent(key, Body.of("12345".getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        return key;
    }

    private static StoredFile file(StoredFile.Role role, ObjectKey key) {
        return new StoredFile(role, key, 1, 5, "0".repeat(64));
    }

    private void commit(Revision revision, Gate gate, StoredFile... outputs) throws EiderException {
        Manifest manifest = new Manifest(
                revision,
                Manifests.START,
                Manifests.END,
                gate,
                Optional.empty(),
                List.of(),
                List.of(outputs),
                Books.EMPTY,
                Map.of(),
                0,
                Optional.empty(),
                new Fingerprint("0".repeat(64)),
                1,
                Optional.empty(),
                clock.instant(),
                "test",
                Optional.empty());
        assertThat(ledger.commit(manifest, clock.instant())).isInstanceOf(Commit.Done.class);
    }

    private void raw(int number) throws EiderException {
        Revision revision = Revision.raw(Manifests.BATCH, number);
        commit(
                revision,
                Gate.PASSED,
                file(StoredFile.Role.RECORDS, put(ZoneLayout.rawRecords(revision, DAY, "n1", 0))),
                file(StoredFile.Role.PAGES, put(ZoneLayout.rawPages(revision, DAY, "n1", 0))));
    }

    private void staged(int input, int number, Gate gate) throws EiderException {
        Revision revision = Revision.raw(Manifests.BATCH, input).staged(number);
        commit(
                revision,
                gate,
                file(StoredFile.Role.CLEAN, put(ZoneLayout.clean(revision, DAY, "n1", 0))),
                file(StoredFile.Role.CLEAN, put(ZoneLayout.cleanMixed(revision, "n1", 1))),
                file(StoredFile.Role.ERRORS, put(ZoneLayout.errors(revision, DAY, "n1", 0))));
    }

    private List<String> names() throws EiderException {
        return bucket.list("staging/", "", 1_000).stream().map(ObjectKey::name).toList();
    }

    private void goes(Retention retention, BucketCleaner.Reason reason, int objects) throws EiderException {
        List<String> before = names();
        BucketCleaner.Cleaning plan = cleaner(retention).plan();
        assertThat(plan.amounts().get(reason)).isEqualTo(new BucketCleaner.Amount(objects, 5L * objects));
        assertThat(plan.amounts().values().stream()
                        .mapToLong(BucketCleaner.Amount::objects)
                        .sum())
                .isEqualTo(objects);
        assertThat(names()).as("a plan changes nothing").isEqualTo(before);
        assertThat(cleaner(retention).apply()).isEqualTo(plan);
        assertThat(names()).hasSize(before.size() - objects);
        assertThat(cleaner(retention).plan().isEmpty()).isTrue();
    }

    @Test
    void leftoversGoWhenNobodyCanCommitThemAnyMore() throws Exception {
        raw(1);
        staged(1, 1, Gate.PASSED);
        put(ZoneLayout.rawRecords(RAW, DAY, "killed", 0));
        put(ZoneLayout.rawRecords(Revision.raw(Manifests.BATCH, 2), DAY, "killed", 0));
        put(ZoneLayout.clean(RAW.staged(1), DAY, "killed", 0));
        put(ZoneLayout.errors(RAW.staged(7), DAY, "killed", 0));
        clock.pass(BucketCleaner.LEFTOVER_AFTER);
        assertThat(cleaner(Retention.FOREVER).plan().isEmpty()).isTrue();
        clock.pass(Duration.ofSeconds(1));
        put(ZoneLayout.errors(RAW.staged(8), DAY, "alive", 0));
        goes(Retention.FOREVER, BucketCleaner.Reason.LEFTOVER, 4);
        assertThat(names()).noneMatch(name -> name.contains("killed")).anyMatch(name -> name.contains("alive"));
    }

    @Test
    void whatArchivedManifestsNameStays() throws Exception {
        raw(1);
        staged(1, 1, Gate.PASSED);
        clock.pass(Duration.ofDays(30));
        for (StageName stage : StageName.values()) {
            new HistoryCompactor(bucket, clock, 0, 1, 5).compact(Manifests.BATCH.dataset(), stage, 9);
        }
        assertThat(bucket.list("manifests/", "", 9)).isEmpty();
        assertThat(cleaner(Retention.FOREVER).apply().isEmpty()).isTrue();
        assertThat(names()).hasSize(5);
    }

    @Test
    void replacedRevisionsGoSomeTimeAfterTheirSuccessor() throws Exception {
        raw(1);
        staged(1, 1, Gate.PASSED);
        clock.pass(Duration.ofDays(100));
        raw(2);
        staged(2, 1, Gate.PASSED);
        clock.pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(cleaner(retention(0, 0, 30)).plan().isEmpty()).isTrue();
        clock.pass(Duration.ofSeconds(1));
        goes(retention(0, 0, 30), BucketCleaner.Reason.SUPERSEDED, 5);
        assertThat(names()).allMatch(name -> name.contains("-0002-"));
    }

    @Test
    void aHeldRevisionReplacesNothing() throws Exception {
        raw(1);
        staged(1, 1, Gate.PASSED);
        raw(2);
        staged(2, 1, Gate.HELD);
        clock.pass(Duration.ofDays(100));
        assertThat(cleaner(retention(0, 0, 30)).plan().isEmpty()).isTrue();
        staged(2, 2, Gate.PASSED);
        clock.pass(Duration.ofDays(30));
        goes(retention(0, 0, 30), BucketCleaner.Reason.SUPERSEDED, 8);
    }

    @Test
    void rawAndErrorGoWithAgeAndCleanNever() throws Exception {
        raw(1);
        staged(1, 1, Gate.PASSED);
        clock.pass(Duration.ofDays(20));
        goes(retention(90, 20, 0), BucketCleaner.Reason.EXPIRED, 1);
        clock.pass(Duration.ofDays(70));
        goes(retention(90, 20, 0), BucketCleaner.Reason.EXPIRED, 2);
        clock.pass(Duration.ofDays(1_000));
        assertThat(cleaner(retention(90, 20, 30)).plan().isEmpty()).isTrue();
        assertThat(names()).hasSize(2).allMatch(name -> name.endsWith(".parquet"));
    }

    @Test
    void whatIsNotOfTheZonesStays() throws Exception {
        put(new ObjectKey("staging/raw/readme.txt"));
        put(new ObjectKey("staging/clean/2025-04-06/somebody.parquet"));
        put(new ObjectKey("warehouse/generations/000001-abc/warehouse.duckdb"));
        clock.pass(Duration.ofDays(1_000));
        BucketCleaner.Cleaning cleaning = cleaner(retention(1, 1, 1)).apply();
        assertThat(cleaning.isEmpty()).isTrue();
        assertThat(cleaning.foreign()).isEqualTo(2);
        assertThat(bucket.list("", "", 10)).hasSize(3);
    }

    @Test
    void aManifestIsOpenedOnceForManyObjects() throws Exception {
        Revision revision = RAW;
        List<StoredFile> outputs = new ArrayList<>();
        for (int part = 0; part < 200; part++) {
            ObjectKey key = put(ZoneLayout.rawRecords(revision, DAY, "n1", part));
            outputs.add(file(StoredFile.Role.RECORDS, key));
        }
        commit(revision, Gate.PASSED, outputs.toArray(StoredFile[]::new));
        RecordingBucket recorded = new RecordingBucket(bucket);
        BucketCleaner cleaner =
                new BucketCleaner(recorded, new BucketLedger(recorded, clock), retention(900, 0, 0), clock);
        assertThat(cleaner.plan().isEmpty()).isTrue();
        assertThat(recorded.calls()).hasSizeLessThan(12);
    }

    /** A bucket with rules of its own, which notes what it is told. */
    private static final class Ruled extends WatchedBucket {
        private final List<String> superseded = new ArrayList<>();

        Ruled(Bucket bucket) {
            super(bucket);
        }

        @Override
        public synchronized void supersede(ObjectKey key, Instant since) {
            superseded.add(key.name() + " " + since);
        }

        @Override
        public Optional<Lifecycle> lifecycle() {
            return Optional.of(new Lifecycle() {
                @Override
                public Rules read() {
                    return new Rules(List.of(), List.of(), new Version("1"));
                }

                @Override
                public Optional<Rules> write(Rules read, List<LifecycleRule> own) {
                    return Optional.empty();
                }
            });
        }

        @Override
        protected void before(BucketCall call) {}

        @Override
        protected void after(BucketCall call) {}
    }

    @Test
    void aStoreWithRulesLearnsWhatWasReplacedAndWhen() throws Exception {
        raw(1);
        staged(1, 1, Gate.PASSED);
        clock.pass(Duration.ofDays(1));
        staged(1, 2, Gate.PASSED);
        Ruled ruled = new Ruled(bucket);
        assertThat(Superseded.mark(ruled, ledger, List.of(Manifests.BATCH))).isEqualTo(3);
        assertThat(ruled.superseded)
                .containsExactlyInAnyOrder(
                        "transaction_clean-2025-04-06-0001-0001-n1-00000.parquet 2025-05-02T00:00:00Z",
                        "transaction_clean-2025-04-06-0001-0001-n1-00001.parquet 2025-05-02T00:00:00Z",
                        "transaction_errors-2025-04-06-0001-0001-n1-00000.json 2025-05-02T00:00:00Z");
        assertThat(Superseded.mark(bucket, ledger, List.of(Manifests.BATCH)))
                .as("a store without rules")
                .isZero();
    }

    @Test
    void everyPartsNameTellsItsRevision() {
        for (String slice : List.of("2025-04-06", "2025-04-06t05", "2025-04-06t02b", "2025-w14", "2025-04")) {
            Revision raw = Revision.raw(new BatchId(Manifests.BATCH.dataset(), slice), 12);
            for (String nonce : List.of("n1", "12345678", "0001")) {
                assertThat(ZoneLayout.revisionOfPart(ZoneLayout.rawRecords(raw, DAY, nonce, 3)))
                        .hasValue(raw);
                assertThat(ZoneLayout.revisionOfPart(ZoneLayout.rawPages(raw, DAY, nonce, 3)))
                        .hasValue(raw);
                assertThat(ZoneLayout.revisionOfPart(ZoneLayout.clean(raw.staged(7), DAY, nonce, 123_456)))
                        .hasValue(raw.staged(7));
                assertThat(ZoneLayout.revisionOfPart(ZoneLayout.errors(raw.staged(7), DAY, nonce, 3)))
                        .hasValue(raw.staged(7));
            }
        }
    }
}
