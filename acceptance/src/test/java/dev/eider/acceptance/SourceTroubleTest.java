package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.SandboxServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that cannot be reached or let nobody in: a message that helps, the exit status, and nothing in the bucket. */
class SourceTroubleTest {
    private static final String[] INGEST = {"ingest", "--interval", "2025-01-06"};

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

    private void leavesNothingAndGoesOn() throws Exception {
        assertThat(bank.files("data")).isEmpty();
        Trial.Answer good =
                bank.reading(server.baseUrl()).with("BANK_TOKEN", Trial.TOKEN).run(INGEST);
        assertThat(good.status()).as(good.all()).isZero();
        assertThat(bank.files("data/manifests")).hasSize(1);
    }

    @Test
    void anUnknownHostIsTriedAgainLater() throws Exception {
        Trial.Answer answer = bank.reading(URI.create("http://bank.invalid")).run(INGEST);

        assertThat(answer.status()).as(answer.all()).isEqualTo(4);
        assertThat(answer.all())
                .contains("error: Cannot read")
                .contains("host bank.invalid is not known")
                .contains("base_url");
        leavesNothingAndGoesOn();
    }

    @Test
    void aRefusedConnectionIsTriedAgainLater() throws Exception {
        Trial.Answer answer = bank.reading(SmallBank.nobody()).run(INGEST);

        assertThat(answer.status()).as(answer.all()).isEqualTo(4);
        assertThat(answer.all()).contains("no connection to 127.0.0.1").contains("base_url");
        leavesNothingAndGoesOn();
    }

    @Test
    void aWrongTokenIsTheSourcesRefusal() throws Exception {
        Trial.Answer answer = bank.with("BANK_TOKEN", "wr0ng-secret-0815").run(INGEST);

        assertThat(answer.status()).as(answer.all()).isEqualTo(3);
        assertThat(answer.all())
                .contains("the source answered 401")
                .contains("auth.token of connection 'bank' in eider.yaml")
                .doesNotContain("wr0ng-secret-0815");
        leavesNothingAndGoesOn();
    }

    @Tag("slow")
    @Test
    void anExpiredTokenLosesNothingThatWasRead() throws Exception {
        assertThat(bank.run("run", "--interval", "2025-01-06").status()).isZero();
        List<String> before = bank.published("SELECT DISTINCT day FROM transaction_view");
        assertThat(before).containsExactly("6");
        server.close();
        server = SandboxServer.start(SmallBank.config().expiresAfter(1).build());

        Trial.Answer answer = bank.reading(server.baseUrl()).run(SmallBank.days("run", 9));

        assertThat(answer.status()).as(answer.all()).isEqualTo(3);
        assertThat(answer.all())
                .contains("the source answered 403")
                .contains("expired")
                .doesNotContain(Trial.TOKEN);
        assertThat(bank.published("SELECT DISTINCT day FROM transaction_view")).containsAll(before);
        server.close();
        server = SmallBank.start();
        assertThat(bank.reading(server.baseUrl()).run(SmallBank.days("run", 9)).status())
                .isZero();
        Trial undisturbed = SmallBank.project(folder.resolve("undisturbed"), server);
        assertThat(undisturbed.run(SmallBank.days("run", 9)).status()).isZero();
        SmallBank.assertStar(bank, SmallBank.star(undisturbed));
    }
}
