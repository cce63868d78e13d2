package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.StoreApi;
import dev.eider.sandbox.StoreFault;
import dev.eider.sandbox.StoreFaults;
import dev.eider.sandbox.StoreProxy;
import dev.eider.zones.gcs.FakeGcs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole path with its zones in Google Cloud Storage, as an emulator has it: what a folder holds, it holds. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GcsWarehouseTest {
    private static final int DAYS = 3;
    private static final int RECORDS_PER_DAY = 150;
    private static final String BUCKET = "gs://eider-warehouse";
    private static final String POINTER = "warehouse/CURRENT.json";
    private static final String LAST_DAY = "2025-01-08";
    private static final int USER = 2;
    private static final int TRANSIENT = 4;
    private static final int BUSY = 6;
    private static final List<String> STAR = List.of(
            "SELECT * FROM swipe_view ORDER BY ALL",
            "SELECT * FROM daily_region ORDER BY ALL",
            "SELECT tf.* EXCLUDE (account_id), ad.* EXCLUDE (account_id)"
                    + " FROM transaction_fact tf JOIN account_dimension ad USING (account_id) ORDER BY ALL");
    private static final long SEED = 20_250_412;
    private static final double FAULTY = 0.05;
    private static final double VERY_FAULTY = 0.2;

    /** More than a client waits for a store that is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Path folder;
    private FakeGcs store;
    private Bank bank;
    private Likeness here;
    private List<List<String>> star;

    @BeforeAll
    void runsInAFolder(@TempDir Path temporary) throws Exception {
        folder = temporary;
        startStore();
        bank = open("bank", store.url().toString());
        try (Bank inFolders = Bank.open(folder.resolve("folders"), DAYS, RECORDS_PER_DAY)) {
            Program undisturbed = inFolders.project();
            succeed(undisturbed.run(Bank.runOfDays(DAYS)));
            Remains remains = Remains.of(undisturbed.bucket());
            here = new Likeness(remains);
            star = STAR.stream().map(sql -> Duck.query(file(remains), sql)).toList();
            assertThat(star).allMatch(rows -> rows.size() >= DAYS);
        }
    }

    @AfterAll
    void closes() throws Exception {
        if (bank != null) {
            bank.close();
        }
        if (here != null) {
            here.close();
        }
        if (store != null) {
            store.close();
        }
    }

    private Path objects() {
        return folder.resolve("store");
    }

    private void startStore() throws IOException {
        store = store == null ? FakeGcs.start(objects()) : FakeGcs.startAgain(objects(), store);
        store.createBucket("eider-warehouse");
    }

    private void stopStore() {
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Bank open(String name, String address) throws IOException {
        return Bank.open(folder.resolve(name), DAYS, RECORDS_PER_DAY, new Place(BUCKET + "/" + name, address));
    }

    private static Program.Ended succeed(Program.Ended ended) {
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended;
    }

    /** A generation's description names the parts that only a store elsewhere has. */
    private void assertAsInAFolder(Program program) throws Exception {
        assertThat(here.differences(Remains.of(program.bucket())))
                .as("differences from a folder")
                .noneMatch(difference -> !difference.startsWith("generation.json is"));
    }

    /** Surrogate keys and the number of the publication depend on who came when; what readers see does not. */
    private void assertStarAsInAFolder(Program program) throws Exception {
        Remains remains = Remains.of(program.bucket());
        for (int i = 0; i < STAR.size(); i++) {
            assertThat(Duck.query(file(remains), STAR.get(i))).containsExactlyElementsOf(star.get(i));
        }
    }

    private static Path file(Remains remains) {
        return remains.generation().orElseThrow().resolve("warehouse.duckdb");
    }

    @Test
    void aRunLeavesWhatOneInAFolderLeaves() throws Exception {
        Program program = bank.project();
        succeed(program.run(Bank.runOfDays(DAYS)));

        assertAsInAFolder(program);
        assertThat(program.project().resolve("data")).doesNotExist();
        assertThat(succeed(bank.again(program).run(Bank.runOfDays(DAYS))).output())
                .contains("up to date");
        assertThat(succeed(bank.again(program).run("pull")).output()).contains("pulled  generation 1");
        assertThat(Duck.query(
                        program.project().resolve("published/current/warehouse.duckdb"),
                        "SELECT count(*) > 100 FROM swipe_fact"))
                .containsExactly("true");
    }

    @Test
    void aRunThroughFaultsEndsAsOneWithoutAndStatesItsPreconditions() throws Exception {
        runThrough(StoreFaults.evenly(SEED, FAULTY));
    }

    @ParameterizedTest
    @Tag("soak")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRunThroughManyFaultsEndsAsOneWithoutAndStatesItsPreconditions(long seed) throws Exception {
        runThrough(StoreFaults.evenly(seed, VERY_FAULTY));
    }

    private void runThrough(StoreFaults faults) throws Exception {
        System.out.println("faults of the store: seed " + faults.seed());
        try (StoreProxy proxy = StoreProxy.start(store.url(), StoreApi.GCS, faults);
                Bank faulty = open("faulty-" + faults.seed(), proxy.url().toString())) {
            // Those that matter most are met whatever the seed.
            proxy.failNext(
                    request -> request.path().startsWith("/upload/"),
                    StoreFault.ANSWER_LOST,
                    StoreFault.CORRUPT_UPLOAD,
                    StoreFault.ANSWER_LOST);
            proxy.failNext(request -> request.path().endsWith("/compose"), StoreFault.ANSWER_LOST);
            proxy.failNext(request -> request.path().contains("_clean-"), StoreFault.CORRUPT_DOWNLOAD);
            Program program = faulty.project();
            succeed(program.run(Bank.runOfDays(1)));
            Program.Ended ended = succeed(faulty.again(program).run(Bank.runOfDays(DAYS)));

            System.out.println(proxy.requests().size() + " calls met " + proxy.faults());
            assertThat(proxy.faults().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isGreaterThan(proxy.requests().size() / 50);
            assertThat(ended.output()).doesNotContain("Cannot");
            assertThat(proxy.faults().get(StoreFault.CORRUPT_DOWNLOAD)).isPositive();
            assertThat(proxy.faults().get(StoreFault.ANSWER_LOST)).isGreaterThanOrEqualTo(3L);
            assertThat(proxy.violations()).isEmpty();
            assertStarAsInAFolder(program);
        }
    }

    /** Both stand before the pointer at once, when it was never set and when it was. */
    @ParameterizedTest
    @ValueSource(ints = {0, DAYS - 1})
    void oneOfTwoLoadersMovesThePointerAndTheOtherLosesNothing(int daysBefore) throws Exception {
        Program one = bank.project();
        Program other = bank.projectBeside(one);
        if (daysBefore > 0) {
            succeed(one.run(Bank.runOfDays(daysBefore)));
        }
        bringIn(one, "transaction");
        succeed(bank.again(one).run("load"));
        bringIn(other, "swipe");
        succeed(bank.again(other).run("load"));

        List<Program.Ended> ended = publishAtOnce(one, other);

        assertThat(ended).extracting(Program.Ended::status).containsExactlyInAnyOrder(0, BUSY);
        int loser = ended.get(0).status() == 0 ? 1 : 0;
        assertThat(ended.get(loser).output()).contains("was published meanwhile by another loader");
        Program overtaken = List.of(one, other).get(loser);
        succeed(bank.again(overtaken).run(Bank.runOfDays(DAYS)));
        succeed(bank.again(List.of(one, other).get(1 - loser)).run(Bank.runOfDays(DAYS)));
        assertStarAsInAFolder(one);
    }

    private void bringIn(Program program, String dataset) {
        for (String command : List.of("ingest", "stage")) {
            succeed(bank.again(program).run(command, "--dataset", dataset, "--interval", LAST_DAY));
        }
    }

    private List<Program.Ended> publishAtOnce(Program... programs) throws Exception {
        CyclicBarrier pointer = new CyclicBarrier(programs.length);
        ExecutorService threads = Executors.newFixedThreadPool(programs.length);
        try {
            List<Future<Program.Ended>> publications = new ArrayList<>();
            for (Program program : programs) {
                publications.add(threads.submit(() -> bank.again(program)
                        .run(
                                bucket -> new Interposed(
                                        bucket,
                                        call -> call.method().writes()
                                                && call.name().equals(POINTER),
                                        () -> await(pointer)),
                                "publish")));
            }
            List<Program.Ended> ended = new ArrayList<>();
            for (Future<Program.Ended> publication : publications) {
                ended.add(publication.get());
            }
            return ended;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE manifests/transaction/raw/, ingest --dataset transaction --interval " + LAST_DAY,
        "COMPOSE warehouse/generations/, publish"
    })
    void aStoreThatGoesAwayLeavesReadersWhatTheyHad(String call, String command) throws Exception {
        Program program = bank.project();
        succeed(program.run(Bank.runOfDays(DAYS - 1)));
        bringIn(program, "swipe");
        succeed(bank.again(program).run("load"));

        Program.Ended cut = bank.again(program)
                .run(
                        bucket -> new Interposed(bucket, made -> made.toString().startsWith(call), this::stopStore),
                        command.split(" "));
        startStore();

        assertThat(cut.status()).as(cut.output()).isEqualTo(TRANSIENT);
        assertThat(cut.output())
                .contains("error: Cannot ")
                .contains(program.zones().url())
                .contains("next: ");
        assertThat(succeed(bank.again(program).run("pull")).output()).contains("generation 1 ");
        succeed(bank.again(program).run(Bank.runOfDays(DAYS)));
        assertStarAsInAFolder(program);
    }

    @Test
    void aBucketThatIsNotThereIsTheUsersToMend() throws Exception {
        try (Bank elsewhere = Bank.open(
                folder.resolve("elsewhere"),
                1,
                RECORDS_PER_DAY,
                new Place("gs://eider-warehose", store.url().toString()))) {
            Program.Ended ended = elsewhere.project().run(Bank.runOfDays(1));

            assertThat(ended.status()).as(ended.output()).isEqualTo(USER);
            assertThat(ended.output())
                    .contains("Bucket not found: gs://eider-warehose")
                    .contains(
                            "next: Create it (gcloud storage buckets create gs://eider-warehose), or correct bucket:");
        }
    }

    @Test
    void aReaderThatWatchesSeesEachGenerationAndSurvivesAnAbsenceOfTheStore() throws Exception {
        Program program = bank.project();
        succeed(program.run(Bank.runOfDays(1)));
        Path output = folder.resolve("watching.txt");
        Path link = program.project().resolve("published/current");
        Process watching = ChildJava.in(folder.resolve("java"))
                .start(
                        Program.class,
                        bank.again(program).childArguments(KillPoint.NEVER, "pull", "--watch", "--every", "1s"),
                        output);
        try {
            until(watching, output, () -> isTold(output, "pulled  generation 1 "));
            Path before = Files.readSymbolicLink(link);
            succeed(bank.again(program).run(Bank.runOfDays(2)));
            until(watching, output, () -> isTold(output, "pulled  generation 2 "));
            assertThat(Files.readSymbolicLink(link)).isNotEqualTo(before);

            stopStore();
            until(watching, output, () -> isTold(output, "; looking again in 1 s"));
            startStore();
            succeed(bank.again(program).run(Bank.runOfDays(DAYS)));
            until(watching, output, () -> isTold(output, "pulled  generation 3 "));
        } finally {
            watching.destroy();
            ChildJava.statusOf(watching);
        }
        assertThat(Duck.query(link.resolve("warehouse.duckdb"), "SELECT count(DISTINCT time_id) FROM swipe_fact"))
                .containsExactly("" + DAYS);
        assertThat(succeed(bank.again(program).run("pull")).output()).contains("up to date");
    }

    private static void until(Process process, Path output, Callable<Boolean> condition) throws IOException {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .failFast("it ended", () -> !process.isAlive())
                    .until(condition);
        } catch (RuntimeException e) {
            throw new AssertionError(Files.readString(output), e);
        }
    }

    private static boolean isTold(Path output, String text) throws IOException {
        return Files.readString(output).contains(text);
    }
}
