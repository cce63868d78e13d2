package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.Dirty;
import dev.eider.sandbox.SandboxServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held back: a batch by its quality gate, a publication by a rollback; and how each is released. */
@Tag("slow")
class HeldTest {
    private static final String[] SECOND_DAY = {"--dataset", "transaction", "--interval", "2025-01-07"};

    @TempDir
    Path folder;

    private static String[] with(String[] first, String... rest) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(first), java.util.Arrays.stream(rest))
                .toArray(String[]::new);
    }

    @Test
    void aBatchBelowItsGateWaitsForAContractThatTakesIt() throws Exception {
        try (SandboxServer server = SandboxServer.start(
                SmallBank.config().dirty(Dirty.WRONG_TYPE, 0.2).build())) {
            Trial bank = SmallBank.project(folder.resolve("bank"), server);
            bank.replace("datasets/transaction.yaml", "max_rejected: 5%", "max_rejected: 60%");
            bank.succeed("run", "--interval", "2025-01-06");
            bank.replace("datasets/transaction.yaml", "max_rejected: 60%", "max_rejected: 5%");
            List<List<String>> before = SmallBank.star(bank);

            Trial.Answer held = bank.run(with(new String[] {"run"}, SECOND_DAY));

            assertThat(held.status()).as(held.all()).isEqualTo(5);
            assertThat(held.all())
                    .contains("Cannot promote transaction-2025-01-07 stage 0001-0001")
                    .contains("max_rejected")
                    .contains("eider errors list --dataset transaction --interval 2025-01-07")
                    .contains("1 batches are held");
            SmallBank.assertStar(bank, before);
            assertThat(bank.run(with(new String[] {"errors", "list"}, SECOND_DAY))
                            .out())
                    .contains("wrong_type");
            bank.succeed(with(new String[] {"plan"}, SECOND_DAY));

            bank.replace("datasets/transaction.yaml", "max_rejected: 5%", "max_rejected: 60%");
            bank.succeed(with(with(new String[] {"stage"}, SECOND_DAY), "--again"));
            bank.succeed(SmallBank.days("run", 7));

            Trial undisturbed = SmallBank.project(folder.resolve("undisturbed"), server);
            undisturbed.replace("datasets/transaction.yaml", "max_rejected: 5%", "max_rejected: 60%");
            undisturbed.succeed(SmallBank.days("run", 7));
            SmallBank.assertStar(bank, SmallBank.star(undisturbed));
        }
    }

    @Test
    void aRollbackHoldsPublishingUntilItIsLifted() throws Exception {
        try (SandboxServer server = SmallBank.start()) {
            Trial bank = SmallBank.project(folder.resolve("bank"), server);
            bank.succeed("run", "--interval", "2025-01-06");
            List<List<String>> first = SmallBank.star(bank);
            bank.succeed("run", "--interval", "2025-01-07");
            List<List<String>> second = SmallBank.star(bank);

            bank.succeed("rollback", "1");
            SmallBank.assertStar(bank, first);
            assertThat(bank.run("generations").out()).contains("pinned");

            Trial.Answer held = bank.run("run", "--interval", "2025-01-08");
            assertThat(held.status()).as(held.all()).isEqualTo(6);
            assertThat(held.all())
                    .contains("Cannot publish: a rollback pinned generation 1")
                    .contains("eider publish --unpin");
            SmallBank.assertStar(bank, first);
            assertThat(bank.run("publish").status()).isEqualTo(6);

            bank.succeed("publish", "--unpin");
            assertThat(bank.published("SELECT min(day), max(day) FROM transaction_view"))
                    .containsExactly("6|8");
            assertThat(SmallBank.star(bank).get(0)).containsAll(second.get(0));
            bank.succeed(SmallBank.days("run", 8));
            Trial undisturbed = SmallBank.project(folder.resolve("undisturbed"), server);
            undisturbed.succeed(SmallBank.days("run", 8));
            SmallBank.assertStar(bank, SmallBank.star(undisturbed));
        }
    }

    @Test
    void anUnknownGenerationIsTheUsersToMend() throws Exception {
        try (SandboxServer server = SmallBank.start()) {
            Trial bank = SmallBank.project(folder, server);
            bank.succeed("run", "--interval", "2025-01-06");

            Trial.Answer answer = bank.run("rollback", "7");

            assertThat(answer.status()).isEqualTo(2);
            assertThat(answer.err()).contains("Generation not found: 7");
            assertThat(bank.isPublished()).isTrue();
        }
    }
}
