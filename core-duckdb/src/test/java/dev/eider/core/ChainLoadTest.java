package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Gate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges of offsets in the star: the latest record of a key, whichever partition it came by and whenever. */
final class ChainLoadTest {
    private static final Contract CONTRACT = World.transactions();
    private static final String TOPIC_ID = "0123456789abcdef0123456789abcdef";
    private static final Instant START = Instant.parse("2025-04-06T10:00:00Z");
    private static final String AMOUNTS = "SELECT transaction_id, amount FROM transaction_fact ORDER BY transaction_id";

    @TempDir
    Path folder;

    private static BatchId range(int partition, long from) {
        return new ChainId(TOPIC_ID, partition, 1).batch(CONTRACT.dataset(), from);
    }

    private static String row(long id, String amount, long order) {
        return World.transaction(id, "11112222", "EU", amount, "2025-04-06 10:00:00", order);
    }

    private static void stage(World world, BatchId batch, int number, String... rows) {
        world.stageRange(CONTRACT, batch, number, Gate.PASSED, START, List.of(rows));
    }

    @Test
    void theLatestOfAKeyWinsAcrossPartitionsInWhateverOrderTheyCome() throws Exception {
        World world = World.in(folder).with(CONTRACT);
        stage(world, range(1, 0), 1, row(1, "1.00", 100), row(2, "1.00", 100));
        world.load();
        stage(world, range(0, 5), 1, row(1, "2.00", 300));
        stage(world, range(2, 7), 1, row(1, "3.00", 200), row(2, "3.00", 50));
        world.load();
        assertThat(world.query(AMOUNTS)).containsExactly("1|2.00", "2|1.00");
        World other = World.in(folder.resolve("other")).with(CONTRACT);
        stage(other, range(2, 7), 1, row(1, "3.00", 200), row(2, "3.00", 50));
        stage(other, range(0, 5), 1, row(1, "2.00", 300));
        other.load();
        stage(other, range(1, 0), 1, row(1, "1.00", 100), row(2, "1.00", 100));
        other.load();
        assertThat(other.query(AMOUNTS)).isEqualTo(world.query(AMOUNTS));
    }

    @Test
    void ofEqualTimesTheLaterOffsetOfAPartitionWins() throws Exception {
        World world = World.in(folder).with(CONTRACT);
        stage(world, range(0, 9), 1, row(1, "9.00", 100));
        world.load();
        stage(world, range(0, 10), 1, row(1, "10.00", 100));
        stage(world, range(0, 100), 1, row(1, "100.00", 100));
        world.load();
        assertThat(world.query(AMOUNTS)).containsExactly("1|100.00");
    }

    @Test
    void aStagingAgainReplacesWhatItStated() throws Exception {
        World world = World.in(folder).with(CONTRACT);
        stage(world, range(0, 0), 1, row(1, "1.00", 100), row(2, "2.00", 300));
        stage(world, range(0, 2), 1, row(1, "3.00", 200));
        world.load();
        stage(world, range(0, 2), 2, row(3, "3.00", 200));
        world.load();
        assertThat(world.query(AMOUNTS)).containsExactly("1|1.00", "2|2.00", "3|3.00");
        stage(world, range(0, 0), 2);
        world.load();
        assertThat(world.query(AMOUNTS)).containsExactly("3|3.00");
        assertThat(world.load().loaded()).isEmpty();
    }

    @Test
    void aRangeBelongsToTheDayItBeginsOn() throws Exception {
        World world = World.in(folder).with(CONTRACT);
        stage(world, range(0, 0), 1, row(1, "1.00", 100));
        world.load();
        assertThat(world.query("SELECT slice, slice_day FROM eider.ledger"))
                .containsExactly(range(0, 0).slice() + "|20250406");
    }

    @Test
    @Tag("slow")
    void thousandsOfSmallRangesAreLoadedAtOnce() throws Exception {
        World world = World.in(folder).with(CONTRACT);
        int ranges = 3_000;
        for (int i = 0; i < ranges; i++) {
            String time = String.format(Locale.ROOT, "2025-04-%02d 10:00:00", 1 + i % 28);
            world.stageRange(
                    CONTRACT,
                    range(i % 6, i),
                    1,
                    Gate.PASSED,
                    START,
                    List.of(
                            World.transaction(i, "1111" + i % 100, "EU", "1.00", time, i),
                            World.transaction(i / 2, "1111" + i % 100, "EU", "2.00", time, i)));
        }
        LoadReport report = world.load();
        assertThat(report.loaded()).hasSize(ranges);
        assertThat(world.query("SELECT count(*), sum(amount) FROM transaction_fact"))
                .containsExactly("3000|4500.00");
    }
}
