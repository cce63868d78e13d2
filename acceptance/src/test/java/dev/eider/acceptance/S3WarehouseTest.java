package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.StoreExtension;
import dev.eider.zones.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with its zones on S3, as a real server of that protocol has it, and the rules that it keeps. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3WarehouseTest {
    private static final String RETENTION = """
            retention:
              raw: {delete_after: 400d}
              error: {delete_after: 90d}
              superseded: {delete_after: 7d}
            """;

    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private Path folder;
    private SandboxServer server;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        server = SmallBank.start();
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private Trial on(String bucket) throws Exception {
        Trial bank = SmallBank.project(folder.resolve(bucket), server)
                .with("BANK_BUCKET", "s3://" + bucket + "/prod")
                .readersAt("published/current");
        STORE.server().variables().forEach(bank::with);
        return bank.write(
                "eider.yaml",
                Files.readString(bank.root().resolve("eider.yaml")) + "storage: {addressing: path}\n" + RETENTION);
    }

    @Test
    void givesTheStarOfAFolder() throws Exception {
        Trial here = SmallBank.project(folder.resolve("here"), server);
        here.succeed(SmallBank.days("run", 8));
        String bucket = STORE.newBucket();
        Trial bank = on(bucket);

        bank.succeed(SmallBank.days("run", 7));
        bank.succeed(SmallBank.days("run", 8));

        assertThat(bank.files("data")).isEmpty();
        assertThat(bank.succeed("pull").out()).contains("pulled").contains("generation 2");
        SmallBank.assertStar(bank, SmallBank.star(here));
        assertThat(bank.succeed("doctor").out()).contains("s3://" + bucket + "/prod");
        assertThat(bank.succeed(SmallBank.days("run", 8)).out()).contains("up to date");
    }

    @Test
    void keepsRetentionAsRulesOfTheStore() throws Exception {
        Trial bank = on(STORE.newBucket());
        assertThat(bank.succeed("bucket", "show").out()).contains("has no rules");
        assertThat(bank.succeed("bucket", "plan").out())
                .contains("+ staging/ superseded for 7 days  is deleted")
                .contains("+ staging/error/ older than 90 days  is deleted")
                .contains("+ staging/raw/ older than 400 days  is deleted")
                .contains("next: eider bucket apply");

        assertThat(bank.succeed("bucket", "apply").out()).contains("applied");

        assertThat(bank.succeed("bucket", "plan").out()).contains("up to date").doesNotContain("+ staging");
        bank.replace("eider.yaml", "error: {delete_after: 90d}", "error: {delete_after: 30d}");
        assertThat(bank.succeed("bucket", "plan").out())
                .contains("- staging/error/ older than 90 days  is deleted")
                .contains("+ staging/error/ older than 30 days  is deleted")
                .contains("= staging/raw/ older than 400 days  is deleted");
        bank.succeed("bucket", "apply");
        assertThat(bank.succeed("bucket", "show").out())
                .contains("older than 30 days")
                .doesNotContain("90 days");
    }
}
