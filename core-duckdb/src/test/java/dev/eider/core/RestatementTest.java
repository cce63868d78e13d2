package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.zones.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The star is a function of the zones, whatever was loaded in whichever order. */
class RestatementTest {
    private static final Contract TRANSACTIONS = World.transactions();
    private static final String STAR = """
            SELECT f.transaction_id, f.amount::VARCHAR AS amount, f.time_id::VARCHAR AS day, d.masked_account_number, d.customer_region
            FROM transaction_fact f JOIN account_dimension d USING (account_id) ORDER BY 1
            """;

    @TempDir
    Path folder;

    /** A row as the naive recomputation sees it. */
    private record Row(String slice, long id, String account, String region, String amount, String time, long order) {
        String sql() {
            return World.transaction(id, account, region, amount, time, order);
        }

        static final Comparator<Row> LATER =
                Comparator.comparingLong(Row::order).thenComparing(Row::slice).thenComparingLong(Row::id);
    }

    /** The star of the current revisions, recomputed from nothing. */
    private static List<String> naive(Map<String, List<Row>> current) {
        Map<Long, Row> winners = new TreeMap<>();
        Map<String, Row> members = new TreeMap<>();
        current.values().stream().flatMap(List::stream).forEach(row -> {
            winners.merge(row.id(), row, (a, b) -> Row.LATER.compare(a, b) >= 0 ? a : b);
            members.merge(row.account(), row, (a, b) -> Row.LATER.compare(a, b) >= 0 ? a : b);
        });
        List<String> star = new ArrayList<>();
        winners.values()
                .forEach(row -> star.add(row.id() + "|" + row.amount() + "|"
                        + row.time().substring(0, 10).replace("-", "") + "|****"
                        + row.account().substring(4) + "|"
                        + members.get(row.account()).region()));
        return star;
    }

    private static List<Row> randomBatch(Random random, String slice) {
        Map<Long, Row> rows = new LinkedHashMap<>();
        int size = random.nextInt(7);
        for (int i = 0; i < size; i++) {
            long id = random.nextInt(8);
            String account = "ACCT000" + random.nextInt(4);
            String region = List.of("EMEA", "APAC", "AMER").get(random.nextInt(3));
            String amount = random.nextInt(100) + ".50";
            String time = "2025-04-0" + (1 + random.nextInt(6)) + " 12:00:00";
            rows.put(id, new Row(slice, id, account, region, amount, time, random.nextInt(3)));
        }
        return List.copyOf(rows.values());
    }

    @Test
    void equalsANaiveRecomputationAfterEveryLoadOfRandomRevisions() throws Exception {
        compareWithNaive(1, 8);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8, 9})
    void equalsANaiveRecomputationForManySeeds(long seed) throws Exception {
        compareWithNaive(seed, 12);
    }

    private void compareWithNaive(long seed, int rounds) throws Exception {
        Random random = new Random(seed);
        World world = World.in(folder).with(TRANSACTIONS);
        Map<String, List<Row>> current = new TreeMap<>();
        Map<String, Integer> numbers = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i <= random.nextInt(3); i++) {
                String slice = "2025-04-0" + (1 + random.nextInt(5));
                List<Row> rows = randomBatch(random, slice);
                int number = numbers.merge(slice, 1, Integer::sum);
                world.stage(
                        TRANSACTIONS,
                        slice,
                        number + "-1",
                        rows.stream().map(Row::sql).toList());
                current.put(slice, rows);
            }
            world.load();
            long clean = current.values().stream().mapToLong(List::size).sum();
            List<String> expected = new ArrayList<>(naive(current));
            expected.add(clean + "|rows|kept|in|all");
            assertThat(world.query("SELECT * FROM (" + STAR
                            + ") UNION ALL SELECT (SELECT count(*) FROM transaction_fact)"
                            + " + (SELECT count(*) FROM eider.transaction_fact_outdated), 'rows', 'kept', 'in', 'all'"))
                    .as("seed %d, round %d", seed, round)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11})
    void isTheSameInWhicheverOrderBatchesCame(long seed) throws Exception {
        Random random = new Random(seed);
        List<List<Row>> batches = new ArrayList<>();
        for (int day = 1; day <= 5; day++) {
            batches.add(randomBatch(random, "2025-04-0" + day));
        }
        Set<List<String>> stars = new HashSet<>();
        for (int run = 0; run < 3; run++) {
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
            Collections.shuffle(order, random);
            World world =
                    World.in(Files.createDirectory(folder.resolve("run" + run))).with(TRANSACTIONS);
            for (int index : order) {
                world.stage(
                        TRANSACTIONS,
                        "2025-04-0" + (index + 1),
                        "1-1",
                        batches.get(index).stream().map(Row::sql).toList());
                world.load();
            }
            stars.add(world.query(STAR));
        }
        assertThat(stars).as("seed %d", seed).hasSize(1);
    }

    @Test
    void bringsBackARowThatHadLostToABatchThatIsRestatedWithoutIt() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        for (int day = 1; day <= 3; day++) {
            world.stage(
                    TRANSACTIONS,
                    "2025-04-0" + day,
                    "1-1",
                    List.of(World.transaction(
                            7, "DE001111", "EMEA", day + ".00", "2025-04-0" + day + " 01:00:00", day)));
            world.load();
        }
        assertThat(world.query("SELECT amount FROM transaction_fact")).containsExactly("3.00");

        world.stage(TRANSACTIONS, "2025-04-03", "2-1", List.of());
        LoadReport report = world.load();

        assertThat(world.query("SELECT amount, time_id FROM transaction_fact")).containsExactly("2.00|20250402");
        assertThat(world.query("SELECT amount FROM eider.transaction_fact_outdated"))
                .containsExactly("1.00");
        assertThat(report.loaded())
                .singleElement()
                .satisfies(loaded -> assertThat(loaded.replaces()).contains("0001-0001"));
    }

    @Test
    void bringsBackTheLaterOfTwoRowsOfABatchWhateverElseWasRestated() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        String first = World.transaction(7, "DE001111", "EMEA", "1.00", "2025-04-01 01:00:00", 1);
        String second = World.transaction(7, "DE001111", "EMEA", "2.00", "2025-04-01 01:00:00", 1)
                .replace(", 7, 1)", ", 8, 1)");
        String rival = World.transaction(7, "DE001111", "EMEA", "3.00", "2025-04-02 01:00:00", 1);
        world.stage(TRANSACTIONS, "2025-04-01", "1-1", List.of(second, first));
        world.load();
        assertThat(world.query("SELECT amount FROM transaction_fact")).containsExactly("2.00");

        for (int revision = 1; revision <= 4; revision++) {
            boolean present = revision % 2 == 1;
            world.stage(TRANSACTIONS, "2025-04-02", revision + "-1", present ? List.of(rival) : List.of());
            world.load();
            assertThat(world.query("SELECT amount FROM transaction_fact")).containsExactly(present ? "3.00" : "2.00");
            assertThat(world.query("SELECT amount FROM eider.transaction_fact_outdated ORDER BY 1"))
                    .isEqualTo(present ? List.of("1.00", "2.00") : List.of("1.00"));
        }
    }

    @Test
    void forgetsAnAttributeThatOnlyAReplacedRevisionHadStated() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        world.stage(
                TRANSACTIONS,
                "2025-04-01",
                "1-1",
                List.of(World.transaction(1, "DE001111", "EMEA", "1.00", "2025-04-01 01:00:00", 1)));
        world.stage(
                TRANSACTIONS,
                "2025-04-02",
                "1-1",
                List.of(World.transaction(2, "DE001111", "APAC", "1.00", "2025-04-02 01:00:00", 2)));
        world.load();
        assertThat(world.query("SELECT customer_region FROM account_dimension")).containsExactly("APAC");

        world.stage(
                TRANSACTIONS,
                "2025-04-02",
                "2-1",
                List.of(World.transaction(2, "DE002222", "APAC", "1.00", "2025-04-02 01:00:00", 2)));
        world.load();

        assertThat(world.query("SELECT masked_account_number, customer_region FROM account_dimension ORDER BY 1"))
                .containsExactly("****1111|EMEA", "****2222|APAC");
    }

    @Test
    void keepsTheOldRowsWhereTheNewestRevisionIsHeldAndSaysSo() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        List<String> good = List.of(World.transaction(1, "DE001111", "EMEA", "1.00", "2025-04-01 01:00:00", 1));
        world.stage(TRANSACTIONS, "2025-04-01", "1-1", good);
        world.stage(TRANSACTIONS, "2025-04-01", "2-1", Gate.HELD, List.of());

        LoadReport report = world.load();

        assertThat(report.held()).singleElement().hasToString("transaction-2025-04-01 stage 0002-0001");
        assertThat(world.query("SELECT transaction_id FROM transaction_fact")).containsExactly("1");
        assertThat(world.load().loaded()).isEmpty();
    }

    @Test
    void saysWhichBatchesAreStaleUntilTheyAreStaged() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        List<String> rows = List.of(World.transaction(1, "DE001111", "EMEA", "1.00", "2025-04-01 01:00:00", 1));
        world.stage(TRANSACTIONS, "2025-04-01", "1-1", rows);
        world.ingest(TRANSACTIONS, "2025-04-01", 2);

        assertThat(world.load().stale()).singleElement().hasToString("transaction-2025-04-01 raw 0002");

        world.stage(TRANSACTIONS, "2025-04-01", "2-1", rows);
        assertThat(world.load().stale()).isEmpty();
    }

    @Test
    void keepsSurrogateKeysOverARebuild() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        String members = "SELECT account_id, masked_account_number FROM account_dimension ORDER BY 1";
        for (int day = 5; day >= 1; day--) {
            world.stage(
                    TRANSACTIONS,
                    "2025-04-0" + day,
                    "1-1",
                    List.of(World.transaction(day, "DE00100" + day, "EMEA", "1.00", "2025-04-01 01:00:00", 1)));
            world.load();
        }
        List<String> before = world.query(members);

        LoadReport report = world.rebuild();

        assertThat(report.loaded()).hasSize(5);
        assertThat(before).startsWith("1|****1005", "2|****1004");
        assertThat(world.query(members)).isEqualTo(before);
    }

    @Test
    void givesTheSameKeysBatchByBatchAsAllAtOnce() throws Exception {
        World once = World.in(Files.createDirectory(folder.resolve("once"))).with(TRANSACTIONS);
        World stepwise =
                World.in(Files.createDirectory(folder.resolve("stepwise"))).with(TRANSACTIONS);
        for (int day = 1; day <= 3; day++) {
            List<String> rows = List.of(
                    World.transaction(day, "DE00900" + (4 - day), "EMEA", "1.00", "2025-04-01 01:00:00", 1),
                    World.transaction(day + 10, "DE008000", "EMEA", "1.00", "2025-04-01 01:00:00", 1));
            once.stage(TRANSACTIONS, "2025-04-0" + day, "1-1", rows);
            stepwise.stage(TRANSACTIONS, "2025-04-0" + day, "1-1", rows);
            stepwise.load();
        }
        once.load();
        String members = "SELECT account_id, masked_account_number FROM account_dimension ORDER BY 1";
        assertThat(once.query(members)).isEqualTo(stepwise.query(members));
    }
}
