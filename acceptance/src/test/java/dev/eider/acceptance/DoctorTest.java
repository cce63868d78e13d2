package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.Body;
import dev.eider.zones.BucketCall;
import dev.eider.zones.BucketException;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import dev.eider.zones.WatchedBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of the doctor's checks, red where it should be, and only that one. */
class DoctorTest {
    @TempDir
    Path folder;

    private SandboxServer server;
    private Trial bank;

    @BeforeEach
    void start() throws Exception {
        server = SmallBank.start();
        bank = SmallBank.project(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void isRed(String check, String... words) {
        Trial.Answer answer = bank.run("doctor");
        assertThat(answer.status()).as(answer.all()).isEqualTo(2);
        assertThat(answer.out().lines().filter(line -> line.startsWith("red")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("red  " + check + "  ")
                .contains(words);
        assertThat(answer.out()).contains("next: ").doesNotContain(Trial.TOKEN);
    }

    private void runADay() {
        assertThat(bank.run("run", "--interval", "2025-01-06").status()).isZero();
    }

    @Test
    void aBucketThatIgnoresConditionsIsRed() {
        bank.over(kept -> new WatchedBucket(kept) {
            @Override
            protected void before(BucketCall call) {}

            @Override
            protected void after(BucketCall call) {}

            @Override
            public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
                Optional<StoredObject> taken = kept.find(key);
                return taken.isPresent()
                        ? kept.replace(key, taken.get().version(), body)
                        : kept.createIfAbsent(key, body);
            }
        });
        isRed("bucket", "it lets a later writer replace what another wrote");
    }

    @Test
    void isGreenWhereAllIsWell() throws Exception {
        bank.replace(
                "eider.yaml", "warehouse:\n", "metrics: {pushgateway: \"" + server.baseUrl() + "\"}\nwarehouse:\n");

        Trial.Answer answer = bank.run("doctor");

        assertThat(answer.status()).as(answer.all()).isZero();
        assertThat(answer.out().lines().map(line -> line.split(" {2,}")[0] + "," + line.split(" {2,}")[1]))
                .containsExactly(
                        "ok,project",
                        "ok,scratch",
                        "ok,bucket",
                        "ok,mask key",
                        "ok,warehouse",
                        "ok,history",
                        "ok,connection bank",
                        "ok,pushgateway");
        assertThat(bank.files("data/doctor")).isEmpty();
    }

    @Test
    void seesAProjectThatIsNotValid() throws Exception {
        bank.replace("datasets/transaction.yaml", "type: bigint", "type: bigin");
        isRed("project", "1 problem");
    }

    @Test
    void seesScratchThatCannotBeWritten() throws Exception {
        bank.write(
                "eider.yaml",
                Files.readString(folder.resolve("eider.yaml")) + "limits: {scratch: eider.yaml/scratch}\n");
        isRed("scratch", "Cannot write scratch");
    }

    @Test
    void seesABucketThatTakesNothing() throws Exception {
        bank.replace("eider.yaml", "bucket: ${BANK_BUCKET:-./data}", "bucket: ./eider.yaml/data");
        isRed("bucket", "eider.yaml/data");
    }

    @Tag("slow")
    @Test
    void seesAnotherMaskKeyThanTheZonesWereMaskedWith() throws Exception {
        runADay();
        bank.write(".secrets/mask_key", "ff".repeat(32));
        isRed("mask key", "mask_key", "transaction-2025-01-06");
        assertThat(bank.run("run", "--interval", "2025-01-07").status()).isEqualTo(2);
    }

    @Tag("slow")
    @Test
    void seesAGenerationThatSomebodyCutOrTookAway() throws Exception {
        runADay();
        Path published = bank.file("data/warehouse/generations", "warehouse.duckdb");
        byte[] bytes = Files.readAllBytes(published);
        Trial.overwrite(published, new byte[10]);
        isRed("warehouse", "generation 1", "another size");
        Files.delete(published);
        isRed("warehouse", "generation 1", "missing");
        Files.write(published, bytes);
        assertThat(bank.run("doctor").status()).isZero();
    }

    @Test
    void seesAnApiThatDoesNotAnswer() throws Exception {
        bank.reading(SmallBank.nobody());
        isRed("connection bank", "127.0.0.1");
    }

    @Test
    void seesAPushgatewayThatDoesNotAnswer() throws Exception {
        bank.replace(
                "eider.yaml", "warehouse:\n", "metrics: {pushgateway: \"" + SmallBank.nobody() + "\"}\nwarehouse:\n");
        isRed("pushgateway", "127.0.0.1");
    }
}
