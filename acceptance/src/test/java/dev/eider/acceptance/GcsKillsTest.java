package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.zones.StoreExtension;
import dev.eider.zones.gcs.FakeGcs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the whole {@code run} whose zones are in Google Cloud Storage, as an emulator has it, runs it again, and compares
 * all that remains with what a run without a kill left there. Some instants, by a seed; all of them in the soak.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GcsKillsTest {
    private static final int DAYS = 3;
    private static final int RECORDS_PER_DAY = 300;
    private static final int KILLS_AT_CALLS = 10;
    private static final int KILLS_FROM_OUTSIDE = 6;
    private static final long SEED = 20_250_411;

    @RegisterExtension
    private static final StoreExtension<FakeGcs> STORE = new StoreExtension<>(FakeGcs::start);

    private Path folder;
    private Bank bank;
    private Killing first;

    @BeforeAll
    void runsUndisturbed(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Place place =
                new Place("gs://" + STORE.newBucket(), STORE.server().url().toString());
        bank = Bank.open(folder.resolve("bank"), DAYS, RECORDS_PER_DAY, place);
        first = Killing.onNewProjects(bank, folder.resolve("first"), Bank.runOfDays(DAYS));
    }

    @AfterAll
    void closes() throws IOException {
        if (bank != null) {
            bank.close();
        }
    }

    /** Every instant around a write and a commit. */
    private static List<KillPoint> points(Killing killing) {
        List<KillPoint> points = killing.pointsOfWrites("");
        points.addAll(killing.pointsOfCommits());
        return points;
    }

    @Test
    @Tag("slow")
    void aRunKilledAtACallOfTheStoreIsSimplyRunAgain() throws Exception {
        assertThat(first.calls()).anyMatch(call -> call.startsWith("COMPOSE warehouse/generations/"));
        List<KillPoint> points = points(first);
        Collections.shuffle(points, new Random(SEED));
        System.out.println("kills at calls of the store: seed " + SEED + ", of " + points.size());
        assertThat(first.killAtEach(points.subList(0, KILLS_AT_CALLS)))
                .as("what kills changed, seed " + SEED)
                .isEmpty();
    }

    @Test
    @Tag("slow")
    void aRunKilledFromOutsideAtAnyInstantIsSimplyRunAgain() throws Exception {
        System.out.println("kills from outside: seed " + SEED);
        List<Duration> instants = new Random(SEED)
                .longs(KILLS_FROM_OUTSIDE, 0, first.takes().toNanos())
                .mapToObj(Duration::ofNanos)
                .toList();
        assertThat(first.killAfterEach(instants))
                .as("what kills changed, seed " + SEED)
                .isEmpty();
    }

    @Test
    @Tag("soak")
    void aRunKilledAtAnyCallThatWritesIsSimplyRunAgain() throws Exception {
        assertThat(first.killAtEach(points(first))).as("what kills changed").isEmpty();
    }

    /** Of three publications the last one replaces the pointer and deletes what is kept no longer. */
    @Test
    @Tag("soak")
    void aLaterRunKilledAtAnyCallThatWritesIsSimplyRunAgain() throws Exception {
        Program base = bank.project();
        for (int days = 1; days < DAYS; days++) {
            Program.Ended ended = bank.again(base).run(Bank.runOfDays(days));
            assertThat(ended.status()).as(ended.output()).isZero();
        }
        Killing later = Killing.onCopies(bank, base, folder.resolve("later"), Bank.runOfDays(DAYS));
        assertThat(later.calls())
                .anyMatch(call -> call.startsWith("REPLACE warehouse/CURRENT.json"))
                .anyMatch(call -> call.startsWith("DELETE warehouse/"));
        assertThat(later.killAtEach(points(later))).as("what kills changed").isEmpty();
    }
}
