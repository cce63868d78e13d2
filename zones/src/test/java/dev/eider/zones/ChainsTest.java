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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains: opened once, each batch behind the one before. */
final class ChainsTest {
    private static final DatasetName DATASET = Manifests.BATCH.dataset();
    private static final Instant NOW = Manifests.END;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String TOPIC_ID = "20250406abcdef000123456789abcdef";

    @TempDir
    Path folder;

    private Bucket bucket = Buckets.memory();

    private void in(String kind) {
        bucket = kind.equals("memory") ? Buckets.memory() : Buckets.folder(folder);
    }

    private Ledger ledger() {
        return new BucketLedger(bucket, CLOCK);
    }

    private Chains chains() {
        return new Chains(bucket, ledger(), DATASET);
    }

    private static ChainId id(int partition) {
        return new ChainId(TOPIC_ID, partition, 1);
    }

    private static Chain chain(int partition, long first, Chain.Engine owner) {
        return new Chain(id(partition), "bank.core", first, owner, NOW);
    }

    private static OffsetRange range(ChainId chain, long from, long end) {
        return new OffsetRange(
                "bank.core", chain, from, end, end - from, 0, 0, OptionalInt.of(4), Optional.of(Manifests.START));
    }

    private Commit commit(ChainId chain, long from, long end, String nonce) throws EiderException {
        Revision revision = Revision.raw(chain.batch(DATASET, from), 1);
        return ledger().commit(Manifests.raw(revision, nonce, range(chain, from, end)), NOW);
    }

    private Commit stage(ChainId chain, long from, long end, int number) throws EiderException {
        Revision revision = Revision.raw(chain.batch(DATASET, from), 1).staged(number);
        return ledger().commit(Manifests.staged(revision, Optional.of(range(chain, from, end))), NOW);
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "folder"})
    void ofAThousandWhoOpenAChainOneFixesItsBeginning(String kind) throws Exception {
        in(kind);
        List<Callable<Chain>> openings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Chain mine = chain(3, i, i % 2 == 0 ? Chain.Engine.STREAM : Chain.Engine.SPARK);
            openings.add(() -> chains().open(mine));
        }
        Set<Chain> opened = new HashSet<>(atOnce(openings));
        assertThat(opened).hasSize(1);
        assertThat(chains().all()).containsExactlyElementsOf(opened);
        assertThat(chains().find(id(3))).hasValue(opened.iterator().next());
        assertThat(chains().find(id(4))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "folder"})
    void ofManyWhoAddToAChainOneAddsEachBatch(String kind) throws Exception {
        in(kind);
        long last = 400;
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int writer = i;
            writers.add(() -> addUpTo(last, writer));
        }
        int done = atOnce(writers).stream().mapToInt(Integer::intValue).sum();
        List<Revision> raws = ledger().current(DATASET, StageName.RAW);
        assertThat(raws).hasSize(done);
        List<OffsetRange> ranges = new ArrayList<>();
        for (Manifest raw : chains().manifests(raws)) {
            ranges.add(raw.offsets().orElseThrow());
        }
        // It refuses what does not follow.
        assertThat(OffsetRange.joined(ranges).from()).isZero();
        assertThat(OffsetRange.joined(ranges).end()).isGreaterThanOrEqualTo(last);
    }

    /** Goes on where the chain ends, each time by another length; who loses reads the end again. */
    private int addUpTo(long last, int writer) throws EiderException {
        int done = 0;
        long end = 0;
        while (end < last) {
            Commit commit = commit(id(0), end, end + 1 + (end + writer) % 7, "n" + writer);
            done += commit instanceof Commit.Done ? 1 : 0;
            end = commit.manifest().offsets().orElseThrow().end();
        }
        return done;
    }

    @Test
    void tellsWhereEachChainEnds() throws Exception {
        commit(id(0), 5, 7, "n");
        commit(id(0), 7, 30, "n");
        commit(id(11), 0, 1, "n");
        commit(new ChainId(TOPIC_ID, 0, 2), 3, 4, "n");
        ledger().commit(Manifests.raw(Revision.raw(Manifests.BATCH, 1), "n"), NOW);

        assertThat(chains().last(StageName.RAW).entrySet())
                .extracting(e ->
                        e.getKey() + " " + e.getValue().offsets().orElseThrow().end())
                .containsExactly(TOPIC_ID + "-00000-01 30", TOPIC_ID + "-00000-02 4", TOPIC_ID + "-00011-01 1");
        assertThat(chains().last(StageName.STAGE)).isEmpty();
    }

    @Test
    void findsWhatNoStagingCovers() throws Exception {
        for (int partition : new int[] {0, 1}) {
            commit(id(partition), 5, 7, "n");
            commit(id(partition), 7, 30, "n");
            commit(id(partition), 30, 31, "n");
        }
        ledger().commit(Manifests.raw(Revision.raw(Manifests.BATCH, 1), "n"), NOW);
        assertThat(chains().unstaged().get(id(0))).hasSize(3);
        stage(id(0), 5, 30, 1);
        assertThat(chains().unstaged().get(id(0)))
                .extracting(Revision::batch)
                .containsExactly(id(0).batch(DATASET, 30));
        stage(id(0), 30, 31, 1);
        stage(id(0), 30, 31, 2);
        assertThat(chains().unstaged().keySet()).containsExactly(id(1));
    }

    @Test
    void refusesAnotherRevisionOfOtherOffsets() throws Exception {
        commit(id(0), 5, 7, "n");
        stage(id(0), 5, 7, 1);
        assertThat(stage(id(0), 5, 9, 1)).as("the first one decides").isInstanceOf(Commit.Already.class);
        assertThatThrownBy(() -> stage(id(0), 5, 9, 2))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_MISMATCH))
                .hasMessageContaining("it states other offsets than");
        assertThat(stage(id(0), 5, 7, 2)).isInstanceOf(Commit.Done.class);
    }

    @Test
    void handsAChainOver() throws Exception {
        chains().open(chain(0, 17, Chain.Engine.STREAM));
        assertThat(chains().handOver(id(0), Chain.Engine.SPARK)).isEqualTo(chain(0, 17, Chain.Engine.SPARK));
        assertThat(chains().open(chain(0, 99, Chain.Engine.STREAM))).isEqualTo(chain(0, 17, Chain.Engine.SPARK));
        assertThatThrownBy(() -> chains().handOver(id(1), Chain.Engine.SPARK)).hasMessageContaining("not found");
    }

    @Test
    void refusesADamagedBeginning() throws Exception {
        for (String text : List.of("", "{", "{}", "{\"format\":2}", "{\"format\":1,\"chain\":\"x\"}")) {
            Bucket other = Buckets.memory();
            other.createIfAbsent(ZoneLayout.chain(DATASET, id(0)), Body.of(text.getBytes(StandardCharsets.UTF_8)));
            Chains damaged = new Chains(other, new BucketLedger(other, CLOCK), DATASET);
            assertThatThrownBy(damaged::all)
                    .as(text)
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT));
        }
    }

    @Test
    void namesAreReadAsTheyAreWritten() {
        ChainId chain = new ChainId(TOPIC_ID, 99_999, 99);
        BatchId batch = chain.batch(DATASET, Long.MAX_VALUE);
        assertThat(batch.slice()).isEqualTo(TOPIC_ID + "-99999-99-9223372036854775807");
        assertThat(ChainId.of(batch)).hasValue(chain);
        assertThat(ChainId.from(batch)).isEqualTo(Long.MAX_VALUE);
        assertThat(ZoneLayout.chain(ZoneLayout.chain(DATASET, chain))).hasValue(chain);
        Revision raw = Revision.raw(batch, 1);
        for (ObjectKey part : List.of(
                ZoneLayout.rawRecords(raw, LocalDate.EPOCH, "n0", 0),
                ZoneLayout.rawSchemas(raw, LocalDate.EPOCH, "n0", 0))) {
            assertThat(ZoneLayout.revisionOfPart(part)).hasValue(raw);
        }
        assertThat(ZoneLayout.revisionOfPart(ZoneLayout.clean(raw.staged(2), LocalDate.EPOCH, "n0", 0)))
                .hasValue(raw.staged(2));
    }

    @Test
    void otherNamesAreOfNoChain() {
        for (String slice : List.of(
                "2025-04-06",
                TOPIC_ID,
                TOPIC_ID + "-00001-01",
                TOPIC_ID + "-00001-00-0000000000000000000",
                TOPIC_ID + "-00001-01-000000000000000000",
                TOPIC_ID.replace('a', 'A') + "-00001-01-0000000000000000000",
                TOPIC_ID + "-00001-01-0000000000000000000-0001")) {
            assertThat(ChainId.of(new BatchId(DATASET, slice))).as(slice).isEmpty();
        }
    }

    @Test
    void everyOffsetIsAccountedForOnce() {
        ChainId chain = id(0);
        assertThatThrownBy(() -> new OffsetRange("t", chain, 5, 10, 3, 1, 0, OptionalInt.empty(), Optional.empty()))
                .isInstanceOf(UnbalancedBooksException.class)
                .hasMessageContaining("offsets 5 to 10 are not 3 records, 1 control and 0 missing ones");
        assertThatThrownBy(() -> range(chain, 5, 5)).isInstanceOf(UnbalancedBooksException.class);
        assertThatThrownBy(() -> range(chain, -1, 5)).isInstanceOf(UnbalancedBooksException.class);
        assertThatThrownBy(() -> new OffsetRange("t", chain, 0, 1, 2, -1, 0, OptionalInt.empty(), Optional.empty()))
                .isInstanceOf(UnbalancedBooksException.class);
    }

    @Test
    void joinsOnlyWhatFollows() {
        OffsetRange first = range(id(0), 5, 10);
        OffsetRange empty = new OffsetRange("bank.core", id(0), 10, 12, 0, 1, 1, OptionalInt.empty(), Optional.empty());
        assertThat(OffsetRange.joined(List.of(first, empty)))
                .isEqualTo(new OffsetRange(
                        "bank.core", id(0), 5, 12, 5, 1, 1, OptionalInt.of(4), Optional.of(Manifests.START)));
        assertThatThrownBy(() -> OffsetRange.joined(List.of(first, range(id(0), 11, 12))))
                .hasMessage("Cannot join bank.core-0 offsets 5 to 9 and bank.core-0 offsets 11 to 11");
        assertThatThrownBy(() -> OffsetRange.joined(List.of(first, range(id(1), 10, 12))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aManifestTellsItsOffsets() throws Exception {
        for (OffsetRange range : List.of(
                range(id(7), 5, 10),
                new OffsetRange(
                        "š \"t\"",
                        id(0),
                        0,
                        Long.MAX_VALUE,
                        0,
                        0,
                        Long.MAX_VALUE,
                        OptionalInt.empty(),
                        Optional.empty()))) {
            Manifest manifest = Manifests.raw(Revision.raw(range.chain().batch(DATASET, range.from()), 1), "n", range);
            assertThat(ManifestFormat.read(ManifestFormat.write(manifest))).isEqualTo(manifest);
        }
    }
}
