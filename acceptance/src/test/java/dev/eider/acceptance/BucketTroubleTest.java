package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.FaultyBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that fill up, folders that refuse, files that somebody damaged: nothing half visible, and a good run afterwards. */
@Tag("slow")
class BucketTroubleTest {
    @TempDir
    private static Path shared;

    private static SandboxServer server;
    private static List<List<String>> undisturbed;

    @TempDir
    Path folder;

    private Trial bank;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        server = SmallBank.start();
        Trial calm = SmallBank.project(shared, server);
        assertThat(calm.run(SmallBank.days("run", 7)).status()).isZero();
        undisturbed = SmallBank.star(calm);
        assertThat(undisturbed.get(0)).hasSizeGreaterThan(100);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void openProject() throws Exception {
        bank = SmallBank.project(folder, server);
    }

    private static void isDone(Trial.Answer answer) {
        assertThat(answer.status()).as(answer.all()).isZero();
    }

    private void aGoodRunEndsAsTheUndisturbedOne() {
        isDone(bank.run(SmallBank.days("run", 7)));
        SmallBank.assertStar(bank, undisturbed);
    }

    /** What is left of runs, beside the lock of the folder. */
    private List<Path> scratch() throws IOException {
        return bank.files(".eider/scratch").stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 2_000})
    void aDiskThatFillsWhileReadingLeavesNoBatch(long bytes) throws Exception {
        fails(bytes, SmallBank.days("ingest", 7));

        assertThat(bank.files("data")).allMatch(file -> file.toString().contains("2025-01-06"));
        aGoodRunEndsAsTheUndisturbedOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 500, 3_000})
    void aDiskThatFillsWhileJudgingLeavesNoRows(long bytes) throws Exception {
        isDone(bank.run(SmallBank.days("ingest", 7)));
        List<Path> before = bank.files("data");

        fails(bytes, "stage", "--interval", "2025-01-06");

        assertThat(bank.files("data")).isEqualTo(before);
        aGoodRunEndsAsTheUndisturbedOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100_000})
    void aDiskThatFillsWhilePublishingLeavesReadersWhatTheyHad(long bytes) throws Exception {
        isDone(bank.run("run", "--interval", "2025-01-06"));
        List<List<String>> before = SmallBank.star(bank);
        isDone(bank.run("ingest", "--interval", "2025-01-07"));
        isDone(bank.run("stage"));
        isDone(bank.run("load"));
        List<Path> files = bank.files("data");

        fails(bytes, "publish");

        SmallBank.assertStar(bank, before);
        assertThat(bank.files("data")).isEqualTo(files);
        aGoodRunEndsAsTheUndisturbedOne();
    }

    private void fails(long bytes, String... command) throws Exception {
        AtomicReference<FaultyBucket> full = new AtomicReference<>();
        bank.over(bucket -> {
            full.set(FaultyBucket.fullAfter(bucket, bytes));
            return full.get();
        });
        Trial.Answer answer = bank.run(command);
        bank.over(bucket -> bucket);
        assertThat(answer.status()).as(answer.all()).isEqualTo(4);
        assertThat(answer.all()).containsIgnoringCase("no space left").contains("next: ");
        assertThat(full.get().faults()).isPositive();
        assertThat(scratch()).isEmpty();
    }

    @Test
    void aFolderThatNobodyMayWriteIsTheUsersToMend() throws Exception {
        String bucket = readOnlyFolder().resolve("zones").toString();
        bank.replace("eider.yaml", "bucket: ${BANK_BUCKET:-./data}", "bucket: " + bucket);

        Trial.Answer answer = bank.run("ingest", "--interval", "2025-01-06");

        assertThat(answer.status()).as(answer.all()).isEqualTo(2);
        assertThat(answer.all()).contains("Cannot write").contains(bucket).contains("bucket: to another folder");
        bank.replace("eider.yaml", "bucket: " + bucket, "bucket: ./data");
        aGoodRunEndsAsTheUndisturbedOne();
    }

    /** One without the right to write; for root, who has every right, one of the kernel's own. */
    private Path readOnlyFolder() throws IOException {
        Path locked = Files.createDirectories(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (!Files.isWritable(locked)) {
            return locked;
        }
        Path system = Path.of("/sys");
        assumeThat(system).as("a folder that refuses even root").isDirectory();
        return system;
    }

    @Test
    void rowsThatSomebodyDamagedAreNamedAndJudgedAgain() throws Exception {
        isDone(bank.run("run", "--interval", "2025-01-06"));
        List<List<String>> before = SmallBank.star(bank);
        isDone(bank.run("ingest", "--interval", "2025-01-07"));
        isDone(bank.run("stage"));
        Path clean = bank.file("data/staging/clean", "transaction_clean-2025-01-07");
        byte[] bytes = Files.readAllBytes(clean);
        byte[] damaged = bytes.clone();
        for (int i = bytes.length / 3; i < bytes.length / 3 + 40; i++) {
            damaged[i] ^= 0x55;
        }
        Trial.overwrite(clean, damaged);

        Trial.Answer load = bank.run("run", "--interval", "2025-01-07");

        assertThat(load.status()).as(load.all()).isEqualTo(70);
        assertThat(load.all())
                .contains("Cannot load")
                .contains(clean.getFileName().toString())
                .contains("eider stage --dataset");
        SmallBank.assertStar(bank, before);
        isDone(bank.run("stage", "--dataset", "transaction", "--interval", "2025-01-07", "--again"));
        aGoodRunEndsAsTheUndisturbedOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "stage"})
    void aManifestThatSomebodyCutIsNamedAndMadeAgain(String stage) throws Exception {
        isDone(bank.run("run", "--interval", "2025-01-06"));
        List<List<String>> before = SmallBank.star(bank);
        isDone(bank.run("ingest", "--interval", "2025-01-07"));
        if (stage.equals("stage")) {
            isDone(bank.run("stage"));
        }
        Path manifest = bank.file("data/manifests", stage + "/2025-01-07/");
        byte[] bytes = Files.readAllBytes(manifest);
        Trial.overwrite(manifest, Arrays.copyOf(bytes, bytes.length / 2));

        Trial.Answer run = bank.run(SmallBank.days("run", 7));

        assertThat(run.status()).as(run.all()).isEqualTo(70);
        assertThat(run.all()).contains(stage + "/2025-01-07/" + manifest.getFileName());
        SmallBank.assertStar(bank, before);
        assertThat(run.all()).contains("delete it");
        Files.delete(manifest);
        aGoodRunEndsAsTheUndisturbedOne();
    }

    @Test
    void aDatabaseOfSomebodyElseIsRefusedAndKept() throws Exception {
        Path work = folder.resolve(".eider/work/warehouse.work");
        Files.createDirectories(work.getParent());
        Duck.make(work, "CREATE TABLE precious AS SELECT 42 AS x");
        isDone(bank.run(SmallBank.days("ingest", 7)));
        isDone(bank.run("stage"));

        Trial.Answer load = bank.run("load");

        assertThat(load.status()).as(load.all()).isEqualTo(2);
        assertThat(load.all()).contains("warehouse.work").contains("Eider has not made");
        assertThat(Duck.query(work, "SELECT x FROM precious")).containsExactly("42");
        assertThat(bank.isPublished()).isFalse();
        Files.delete(work);
        aGoodRunEndsAsTheUndisturbedOne();
    }

    @Test
    void aWorkingFileThatSomebodyDamagedIsMadeAgain() throws Exception {
        isDone(bank.run("run", "--interval", "2025-01-06"));
        Files.writeString(folder.resolve(".eider/work/warehouse.work"), "no database");

        aGoodRunEndsAsTheUndisturbedOne();
    }
}
