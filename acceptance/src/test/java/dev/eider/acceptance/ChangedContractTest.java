package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.Dirty;
import dev.eider.sandbox.SandboxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A contract that changes while its zones hold what an older one made. */
@Tag("slow")
class ChangedContractTest {
    private static final String CONTRACT = "datasets/transaction.yaml";
    private static final String PLAIN = "  source_system: string";

    @TempDir
    Path folder;

    private SandboxServer server;
    private Trial bank;

    @BeforeEach
    void runADay() throws Exception {
        server = SandboxServer.start(
                SmallBank.config().dirty(Dirty.UNKNOWN_FIELD, 0.2).build());
        bank = SmallBank.project(folder, server);
        isDone(bank.run("run", "--interval", "2025-01-06"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void isDone(Trial.Answer answer) {
        assertThat(answer.status()).as(answer.all()).isZero();
    }

    private List<String> hintsByDay() {
        return bank.published("SELECT day, count(*) > 0, count(channel_hint) > 0 FROM transaction_fact"
                + " JOIN time_dimension USING (time_id) GROUP BY day ORDER BY day");
    }

    @Test
    void aNewFieldIsUnknownOfOlderDaysUntilTheyAreJudgedAgain() throws Exception {
        bank.replace(CONTRACT, PLAIN, PLAIN + "\n  channel_hint: string");

        isDone(bank.run("run", "--interval", "2025-01-07"));
        assertThat(hintsByDay()).containsExactly("6|true|false", "7|true|true");

        isDone(bank.run("stage", "--dataset", "transaction", "--from", "2025-01-06", "--to", "2025-01-06", "--again"));
        isDone(bank.run("run", "--interval", "2025-01-07"));
        assertThat(hintsByDay()).containsExactly("6|true|true", "7|true|true");
    }

    @Test
    void aWiderTypeHoldsWhatTheNarrowerHeld() throws Exception {
        List<String> before = bank.published("SELECT transaction_id, amount::DECIMAL(18,4) FROM transaction_fact");
        bank.replace(CONTRACT, "decimal(18,2)", "decimal(18,4)");

        isDone(bank.run("run", "--interval", "2025-01-07"));

        assertThat(bank.published("SELECT transaction_id, amount FROM transaction_fact"))
                .containsAll(before)
                .hasSizeGreaterThan(before.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "  source_system: string; '  source_system: {type: string, mask: token}'; source_system was not masked",
                "'{type: string, required: true, mask: last4}'; '{type: string, required: true}';"
                        + " account_number was masked",
                "decimal(18,2); decimal(18,1); 'amount was DECIMAL(18,2) and is DECIMAL(18,1) now'",
                "  source_system: string; '  source_system: string\n  branch: {type: string, required: true}';"
                        + " 'branch was not there, and is required now'"
            })
    void whatWouldAlterOrRevealAValueMustBeJudgedAgain(String old, String now, String why) throws Exception {
        List<List<String>> before = SmallBank.star(bank);
        Files.delete(folder.resolve("marts/transaction_view.sql"));
        bank.replace(CONTRACT, old.strip(), now.strip()).replace(CONTRACT, "max_rejected: 5%", "max_rejected: 100%");

        Trial.Answer run = bank.run("run", "--interval", "2025-01-07");

        assertThat(run.status()).as(run.all()).isEqualTo(2);
        assertThat(run.err())
                .contains("Cannot load transaction: when older batches were staged, " + why)
                .contains("--again");
        SmallBank.assertStar(bank, before);

        isDone(bank.run("stage", "--dataset", "transaction", "--from", "2025-01-06", "--to", "2025-01-07", "--again"));
        isDone(bank.run("load"));
    }
}
