package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path on a bucket that is no folder of this machine: every stage goes through the port alone. */
@Tag("slow")
class ElsewhereTest {
    private final Bucket bucket = Buckets.memory();

    @TempDir
    Path folder;

    private SandboxServer server;

    @BeforeEach
    void start() throws IOException {
        server = SmallBank.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Trial elsewhere(String name) throws IOException {
        return SmallBank.project(folder.resolve(name), server)
                .over(folderOfTheProject -> bucket)
                .readersAt("published/current");
    }

    @Test
    void givesTheStarOfAFolder() throws Exception {
        Trial here = SmallBank.project(folder.resolve("here"), server);
        here.succeed(SmallBank.days("run", 8));
        Trial bank = elsewhere("bank");
        assertThat(bank.succeed("pull").out()).contains("nothing was published yet");

        bank.succeed(SmallBank.days("run", 8));

        assertThat(bank.files("data")).isEmpty();
        assertThat(bank.succeed("pull").out()).contains("pulled").contains("generation 1");
        assertThat(bank.succeed("pull").out()).contains("up to date");
        SmallBank.assertStar(bank, SmallBank.star(here));
        assertThat(bank.succeed("errors", "list").out()).contains("wrong_type");
        assertThat(bank.succeed("doctor").out()).contains("generation 1");
        assertThat(bank.succeed(SmallBank.days("run", 8)).out()).contains("up to date");
    }

    @Test
    void goesOnFromAnotherMachine() throws Exception {
        Trial first = elsewhere("first");
        first.succeed(SmallBank.days("run", 7));
        Trial second = elsewhere("second");

        second.succeed(SmallBank.days("run", 8));

        assertThat(second.succeed("diff", "1", "2").out()).contains("transaction_fact");
        first.succeed("pull");
        second.succeed("pull");
        SmallBank.assertStar(first, SmallBank.star(second));
        second.succeed("rollback", "1");
        assertThat(first.succeed("pull").out()).contains("pulled  generation 1");
    }

    @Test
    void leavesOneOfTwoLoadersOnDifferentMachinesOvertakenAndItsWorkNotLost() throws Exception {
        Trial first = elsewhere("first");
        Trial second = elsewhere("second");
        first.succeed(SmallBank.days("run", 6));
        second.succeed(SmallBank.days("ingest", 8));
        second.succeed(SmallBank.days("stage", 8));
        first.succeed("load");
        second.succeed("load");
        second.succeed("publish");

        Trial.Answer overtaken = first.run("publish");

        assertThat(overtaken.status()).as(overtaken.all()).isEqualTo(6);
        first.succeed(SmallBank.days("run", 8));
        first.succeed("pull");
        second.succeed("pull");
        SmallBank.assertStar(first, SmallBank.star(second));
    }

    @Test
    void cleansWhatRetentionGivesUpAndNoMore() throws Exception {
        Trial bank = elsewhere("bank");
        bank.write(
                "eider.yaml",
                Files.readString(bank.root().resolve("eider.yaml"))
                        + "retention: {raw: {delete_after: 30d}, error: {delete_after: 20d}}\n");
        bank.succeed(SmallBank.days("run", 8));
        bank.succeed("pull");
        List<List<String>> before = SmallBank.star(bank);
        assertThat(bank.succeed("bucket", "clean").out()).contains("clean");

        bank.at("2025-02-25T12:00:00Z");
        assertThat(bank.succeed("bucket", "clean", "--dry-run").out())
                .contains("expired")
                .contains("next: eider bucket clean");
        assertThat(bank.succeed("bucket", "clean").out()).contains("cleaned");

        assertThat(bucket.list("staging/error/", "", 10)).isEmpty();
        assertThat(bucket.list("staging/raw/", "", 10)).isNotEmpty();
        assertThat(bank.run("errors", "list").all()).contains("expired");
        bank.at("2025-03-25T12:00:00Z");
        bank.succeed("bucket", "clean");
        assertThat(bucket.list("staging/raw/", "", 10)).isEmpty();
        bank.succeed("pull");
        SmallBank.assertStar(bank, before);
        assertThat(bank.succeed("bucket", "clean").out()).startsWith("clean ");
    }

    @Test
    void saysWhichBucketsHaveNoRules() throws Exception {
        Trial.Answer answer = elsewhere("bank").run("bucket", "plan");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("keeps no rules of its own").contains("eider bucket clean");
    }
}
