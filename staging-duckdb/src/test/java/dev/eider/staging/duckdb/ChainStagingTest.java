package dev.eider.staging.duckdb;

import static dev.eider.staging.duckdb.Transactions.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.DerivedId;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Quality;
import dev.eider.zones.Books;
import dev.eider.zones.Chains;
import dev.eider.zones.Commit;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ranges of offsets become: several at once, each offset in one staging, whoever stages. */
class ChainStagingTest {
    private static final Field ID = field("id", Kind.BIGINT);
    private static final Contract CONTRACT = Transactions.of(ID).keyedBy("id").contract();

    @TempDir
    Path folder;

    @Test
    void joinsRangesThatFollowEachOther() throws Exception {
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, CONTRACT, 3, 100);
        chain.range("{\"id\":1}", "{\"id\":2}");
        chain.range(1, 1, "{\"id\":3}", "{\"id\":\"four\"}");
        chain.range(1, 2);

        Manifest staged = zones.stage(CONTRACT);

        OffsetRange range = staged.offsets().orElseThrow();
        assertThat(range.from()).isEqualTo(100);
        assertThat(range.end()).isEqualTo(107);
        assertThat(range.records()).isEqualTo(4);
        assertThat(range.control()).isEqualTo(3);
        assertThat(staged.revision().batch()).isEqualTo(chain.id().batch(CONTRACT.dataset(), 100));
        assertThat(staged.inputs()).hasSize(3);
        assertThat(staged.books()).isEqualTo(new Books(4, 3, 1, 0, 0, 0));
        assertThat(zones.clean(staged, "SELECT id, _place >> 40 FROM %s ORDER BY _place"))
                .containsExactly("1|0", "2|0", "3|1");
    }

    @Test
    void namesThePlaceOfAnErrorInItsOwnRange() throws Exception {
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, CONTRACT, 0, 0);
        chain.range(1, 0, "{\"id\":1}", "no JSON");
        Manifest second = chain.range(1, 0, "{\"id\":2}", "{\"id\":3}", "[]");

        Manifest staged = zones.stage(CONTRACT);

        assertThat(zones.errors(staged))
                .extracting(error -> error.raw().batch().slice() + " " + error.place())
                .containsExactly(
                        chain.id() + "-0000000000000000000 part 1, record 0",
                        second.revision().batch().slice() + " part 2, record 0");
    }

    @Test
    void keepsTheLaterOfTwoRecordsOfAKeyInWhateverRangeItStands() throws Exception {
        Contract contract =
                Transactions.of(ID, field("amount", Kind.INTEGER)).keyedBy("id").contract();
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, contract, 0, 0);
        chain.range("{\"id\":1,\"amount\":1}", "{\"id\":2,\"amount\":1}");
        chain.at(RawZone.START.plusSeconds(60)).range("{\"id\":1,\"amount\":2}");

        Manifest staged = zones.stage(contract);

        assertThat(staged.books()).isEqualTo(new Books(3, 2, 0, 1, 0, 0));
        assertThat(zones.clean(staged, "SELECT id, amount, _order FROM %s ORDER BY id"))
                .containsExactly("1|2|1743897660000000", "2|1|1743897600000000");
    }

    @Test
    void stopsJoiningAtTheBounds() throws Exception {
        Zones zones = new Zones(folder).with(new RangeBounds(3, 4, 1 << 20));
        RawChain chain = new RawChain(zones, CONTRACT, 0, 0);
        for (int i = 0; i < 4; i++) {
            chain.range("{\"id\":1}");
        }
        chain.range("{\"id\":1}", "{\"id\":1}", "{\"id\":1}", "{\"id\":1}", "{\"id\":1}");
        chain.range("{\"id\":1}");
        RawChain other = new RawChain(zones, CONTRACT, 1, 7);
        other.range("{\"id\":1}");

        try (Staging staging = zones.staging(CONTRACT)) {
            assertThat(staging.due())
                    .extracting(StagingStep::toString)
                    .containsExactly(
                            "stage transaction bank.core.transactions-0 offsets 0 to 2 0001-0001",
                            "stage transaction bank.core.transactions-0 offsets 3 to 3 0001-0001",
                            "stage transaction bank.core.transactions-0 offsets 4 to 8 0001-0001",
                            "stage transaction bank.core.transactions-0 offsets 9 to 9 0001-0001",
                            "stage transaction bank.core.transactions-1 offsets 7 to 7 0001-0001");
        }
    }

    @Test
    void stagesAgainWhatWasStagedTogether() throws Exception {
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, CONTRACT, 0, 0);
        chain.range("{\"id\":1}");
        Manifest second = chain.range("{\"id\":2}");
        Manifest staged = zones.stage(CONTRACT);
        chain.range("{\"id\":3}");

        try (Staging staging = zones.staging(CONTRACT)) {
            StagingStep again = staging.again(second.revision().batch()).orElseThrow();
            Manifest restaged = staging.run(again).manifest();

            assertThat(again.toString())
                    .isEqualTo("stage transaction bank.core.transactions-0 offsets 0 to 1 0001-0002");
            assertThat(restaged.inputs()).isEqualTo(staged.inputs());
            assertThat(restaged.offsets()).isEqualTo(staged.offsets());
            assertThat(staging.again(batch -> true))
                    .extracting(step -> step.offsets().orElseThrow().from() + " "
                            + step.target().label())
                    .containsExactly("0 0001-0003", "2 0001-0001");
        }
    }

    @Test
    void letsTheFirstOfTwoThatJoinedDifferentlyDecide() throws Exception {
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, CONTRACT, 0, 100);
        chain.range("{\"id\":1}");
        chain.range("{\"id\":2}");
        try (Staging joining = zones.staging(CONTRACT);
                Staging single = zones.with(new RangeBounds(1, 1, 1)).staging(CONTRACT)) {
            StagingStep both = joining.due().get(0);
            List<StagingStep> each = single.due();
            Manifest first = single.run(each.get(0)).manifest();

            Commit late = joining.run(both);

            assertThat(late).isEqualTo(new Commit.Already(first));
            assertThat(joining.due())
                    .extracting(StagingStep::raws)
                    .containsExactly(each.get(1).raws());
            assertThat(single.run(each.get(1))).isInstanceOf(Commit.Done.class);
            assertThat(joining.due()).isEmpty();
        }
    }

    @Test
    void finishesNoPlanThatAnotherStagedBeyond() throws Exception {
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, CONTRACT, 0, 100);
        chain.range("{\"id\":1}");
        chain.range("{\"id\":2}");
        try (Staging single = zones.with(new RangeBounds(1, 1, 1)).staging(CONTRACT);
                Staging joining = zones.with(RangeBounds.DEFAULT).staging(CONTRACT)) {
            List<StagingStep> each = single.due();
            Manifest both = joining.run(joining.due().get(0)).manifest();

            for (StagingStep step : each) {
                assertThat(single.run(step)).isEqualTo(new Commit.Already(both));
            }
        }
        assertThat(zones.ledger.all(CONTRACT.dataset(), StageName.STAGE)).hasSize(1);
    }

    @Test
    void refusesAStagingThatBeginsElsewhereThanTheLastOneEnded() throws Exception {
        Zones zones = new Zones(folder).with(new RangeBounds(1, 1, 1));
        RawChain chain = new RawChain(zones, CONTRACT, 0, 100);
        chain.range("{\"id\":1}");
        chain.range("{\"id\":2}");
        try (Staging staging = zones.staging(CONTRACT)) {
            StagingStep second = staging.due().get(1);

            assertThatThrownBy(() -> staging.run(second))
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERTAKEN))
                    .hasMessageContaining("offsets 100 to 100 before it are not staged");
        }
        assertThat(zones.outputs()).isEmpty();
    }

    @Test
    void holdsARangeAndGoesOnBehindIt() throws Exception {
        Contract contract = Transactions.of(ID).gatedBy(Quality.DEFAULT).contract();
        Zones zones = new Zones(folder).with(new RangeBounds(1, 1, 1));
        RawChain chain = new RawChain(zones, contract, 0, 0);
        Manifest bad = chain.range("{\"id\":\"one\"}");
        chain.range("{\"id\":2}");

        try (Staging staging = zones.staging(contract)) {
            List<Gate> gates = new ArrayList<>();
            for (StagingStep step : staging.due()) {
                gates.add(staging.run(step).manifest().gate());
            }
            assertThat(gates).containsExactly(Gate.HELD, Gate.PASSED);
            StagingStep accepted =
                    staging.again(bad.revision().batch()).orElseThrow().accepted();
            assertThat(staging.run(accepted).manifest().gate()).isEqualTo(Gate.PASSED);
        }
    }

    @Test
    void derivesAnIdOfEachRecordAndNeverCommitsTwoOfOneId() throws Exception {
        Contract contract = Transactions.of(ID.derivedFrom(DerivedId.Parts.OFFSET), field("amount", Kind.INTEGER))
                .keyedBy("id")
                .contract();
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, contract, 0, 0);
        chain.range("{\"amount\":1}", "{\"amount\":1}");
        Manifest staged = zones.stage(contract);
        assertThat(zones.clean(staged, "SELECT id FROM %s ORDER BY id"))
                .containsExactly(
                        Long.toString(DerivedId.of(RawChain.TOPIC, 0, 0)),
                        Long.toString(DerivedId.of(RawChain.TOPIC, 0, 1)));

        chain.stuck().range("{\"amount\":1}", "{\"amount\":2}");

        assertThatThrownBy(() -> zones.stage(contract))
                .hasMessageContaining("offsets 2 to 3: two records have one derived id");
        assertThat(zones.ledger.all(contract.dataset(), StageName.STAGE)).hasSize(1);
    }

    @Test
    void staysLinearWhoeverStages() throws Exception {
        long seed = System.nanoTime();
        Zones zones = new Zones(folder);
        RawChain chain = new RawChain(zones, CONTRACT, 0, 0);
        int ranges = 24;
        IntStream.range(0, ranges).forEach(i -> addRange(chain, i));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CyclicBarrier start = new CyclicBarrier(4);
            List<Future<Integer>> stagers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(seed + thread);
                stagers.add(threads.submit(() -> stageAll(zones, random, start)));
            }
            int done = 0;
            for (Future<Integer> stager : stagers) {
                done += stager.get();
            }
            List<Revision> staged = zones.ledger.all(CONTRACT.dataset(), StageName.STAGE);
            assertThat(done).as("seed %d", seed).isEqualTo(staged.size());
        } finally {
            threads.shutdown();
        }
        long end = 0;
        for (Revision revision : zones.ledger.all(CONTRACT.dataset(), StageName.STAGE)) {
            OffsetRange range = zones.ledger.open(revision).offsets().orElseThrow();
            assertThat(range.from()).as("seed %d", seed).isEqualTo(end);
            end = range.end();
        }
        assertThat(end).isEqualTo(ranges);
        assertThat(new Chains(zones.bucket, zones.ledger, CONTRACT.dataset()).unstaged())
                .isEmpty();
    }

    private static void addRange(RawChain chain, int i) {
        try {
            chain.at(Instant.ofEpochSecond(i)).range("{\"id\":" + i + "}");
        } catch (EiderException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stages with ever other bounds until nothing is due; returns how many stagings are this one's. */
    private int stageAll(Zones zones, Random random, CyclicBarrier start) throws Exception {
        start.await();
        int done = 0;
        while (true) {
            RangeBounds bounds = new RangeBounds(1 + random.nextInt(5), 100, 1 << 20);
            try (Staging staging = zones.staging(CONTRACT, bounds)) {
                List<StagingStep> due = staging.due();
                if (due.isEmpty()) {
                    return done;
                }
                for (StagingStep step : due) {
                    done += run(staging, step)
                                    .filter(Commit.Done.class::isInstance)
                                    .isPresent()
                            ? 1
                            : 0;
                }
            }
        }
    }

    private static Optional<Commit> run(Staging staging, StagingStep step) throws EiderException {
        try {
            return Optional.of(staging.run(step));
        } catch (EiderException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.OVERTAKEN);
            return Optional.empty();
        }
    }
}
