package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the whole {@code run} at every instant that differs from the one before, runs it again, and compares all that
 * remains with what a run without a kill left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KillsTest {
    private static final int DAYS = 3;
    private static final int RECORDS_PER_DAY = 300;
    private static final int DAYS_OF_SOAK = 90;
    private static final int KILLS_OF_SOAK = 40;
    private static final int KILLS_FROM_OUTSIDE = 20;
    private static final int KILLS_FROM_OUTSIDE_OF_SOAK = 100;
    private static final long SEED = 20_250_106;

    /** A process that dies before a read leaves what one leaves that died after the call before it: some are enough. */
    private static final int READS_STEP = 6;

    private Path folder;
    private Bank bank;
    private Killing first;

    @BeforeAll
    void runsUndisturbed(@TempDir Path temporary) throws Exception {
        folder = temporary;
        bank = Bank.open(folder.resolve("bank"), DAYS, RECORDS_PER_DAY);
        first = Killing.onNewProjects(bank, folder.resolve("first"), Bank.runOfDays(DAYS));
    }

    @AfterAll
    void closes() {
        bank.close();
    }

    @Test
    @Tag("slow")
    void aRunKilledAtAnyCallOfTheBucketIsSimplyRunAgain() throws Exception {
        List<KillPoint> points = first.pointsOfWrites("");
        points.addAll(first.pointsOfReads(READS_STEP));
        assertThat(first.killAtEach(points)).as("what kills changed").isEmpty();
    }

    @Test
    @Tag("slow")
    void aRunKilledAroundACommitOfTheWarehouseIsSimplyRunAgain() throws Exception {
        List<KillPoint> points = first.pointsOfCommits();
        assertThat(points).as("before and after a load and a publication").hasSizeGreaterThanOrEqualTo(4);
        assertThat(first.killAtEach(points)).as("what kills changed").isEmpty();
    }

    @Test
    @Tag("slow")
    void aRunKilledFromOutsideAtAnyInstantIsSimplyRunAgain() throws Exception {
        killFromOutside(KILLS_FROM_OUTSIDE, SEED);
    }

    private void killFromOutside(int kills, long seed) throws Exception {
        System.out.println("kills from outside: seed " + seed);
        List<Duration> instants = new Random(seed)
                .longs(kills, 0, first.takes().toNanos())
                .mapToObj(Duration::ofNanos)
                .toList();
        assertThat(first.killAfterEach(instants))
                .as("what kills changed, seed " + seed)
                .isEmpty();
    }

    /** Of three publications the last one replaces a pointer, swaps a link and deletes what is kept no longer. */
    @Test
    @Tag("slow")
    void aLaterRunKilledWhileItLoadsAndPublishesIsSimplyRunAgain() throws Exception {
        Program base = bank.project();
        for (int days = 1; days < DAYS; days++) {
            assertThat(bank.again(base).run(Bank.runOfDays(days)).status()).isZero();
        }
        Killing later = Killing.onCopies(bank, base, folder.resolve("later"), Bank.runOfDays(DAYS));
        assertThat(later.calls())
                .anyMatch(call -> call.startsWith("REPLACE"))
                .anyMatch(call -> call.startsWith("DELETE"));
        List<KillPoint> points = later.pointsOfWrites("warehouse/");
        points.addAll(later.pointsOfCommits());
        assertThat(later.killAtEach(points)).as("what kills changed").isEmpty();
    }

    @Test
    @Tag("slow")
    void theComparisonSeesADayThatIsLacking() throws Exception {
        Program shorter = bank.project();
        assertThat(shorter.run(Bank.runOfDays(DAYS - 1)).status()).isZero();
        try (Likeness likeness = new Likeness(first.undisturbed())) {
            assertThat(String.join("\n", likeness.differences(Remains.of(shorter.bucket()))))
                    .contains("manifests/swipe/raw/2025-01-08/0001.json is\nnothing")
                    .containsPattern("swipe_clean-2025-01-08-0001-0001-NONCE-00000.parquet is lacking")
                    .containsPattern("main.\"swipe_fact\" .* lacks 240 rows")
                    .containsPattern("main.\"daily_region\" .* lacks");
        }
    }

    @Test
    @Tag("soak")
    void aRunKilledBeforeAnyReadIsSimplyRunAgain() throws Exception {
        assertThat(first.killAtEach(first.pointsOfReads(1)))
                .as("what kills changed")
                .isEmpty();
    }

    @Test
    @Tag("soak")
    void aRunKilledFromOutsideManyTimesIsSimplyRunAgain() throws Exception {
        killFromOutside(KILLS_FROM_OUTSIDE_OF_SOAK, SEED + 1);
    }

    @Test
    @Tag("soak")
    void aRunOfNinetyDaysKilledAnywhereIsSimplyRunAgain() throws Exception {
        System.out.println("kills of ninety days: seed " + SEED);
        try (Bank longer = Bank.open(folder.resolve("longer"), DAYS_OF_SOAK, RECORDS_PER_DAY)) {
            Killing ninety = Killing.onNewProjects(longer, folder.resolve("ninety"), Bank.runOfDays(DAYS_OF_SOAK));
            List<KillPoint> all = ninety.pointsOfWrites("");
            List<KillPoint> points = new ArrayList<>(ninety.pointsOfCommits());
            new Random(SEED).ints(KILLS_OF_SOAK, 0, all.size()).forEach(i -> points.add(all.get(i)));
            assertThat(ninety.killAtEach(points))
                    .as("what kills changed, seed " + SEED)
                    .isEmpty();
        }
    }
}
