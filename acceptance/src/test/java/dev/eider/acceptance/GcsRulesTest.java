package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code eider bucket} tells and does of the rules of a gs:// bucket. */
@Tag("slow")
class GcsRulesTest {
    private static final String FOREIGN =
            "{\"action\":{\"type\":\"Delete\"},\"condition\":{\"age\":9,\"matchesPrefix\":[\"logs/\"]}}";
    private static final int BUSY = 6;

    @TempDir
    Path folder;

    private RulesOfAStore store;
    private Trial bank;

    @BeforeEach
    void starts() throws Exception {
        store = RulesOfAStore.start("acme-dwh", "[" + FOREIGN + "]");
        bank = Trial.ofExample("bank", folder)
                .with("BANK_BUCKET", "gs://acme-dwh/prod")
                .with("STORAGE_EMULATOR_HOST", store.address());
        bank.write(
                "eider.yaml",
                Files.readString(folder.resolve("eider.yaml"))
                        + "\nretention:\n  raw: {archive_after: 30d, delete_after: 400d}\n  error: {delete_after: 90d}\n"
                        + "  superseded: {delete_after: 7d}\n");
    }

    @AfterEach
    void stops() {
        store.close();
    }

    private String told(String command) {
        return bank.succeed("bucket", command).out();
    }

    @Test
    void plansAppliesAndShowsRulesAndLeavesThoseOfOthers() throws Exception {
        assertThat(told("show")).contains("logs/").contains("(not Eider's)");
        assertThat(told("plan"))
                .contains("  + staging/raw/ older than 30 days  goes to ARCHIVE")
                .contains("  + staging/raw/ older than 400 days  is deleted")
                .contains("  + staging/error/ older than 90 days  is deleted")
                .contains("  + staging/ superseded for 7 days  is deleted")
                .contains("(not Eider's, stays)")
                .contains("next: eider bucket apply");
        assertThat(store.rules()).as("a plan changes nothing").hasSize(1);

        assertThat(told("apply")).contains("applied  gs://acme-dwh/prod");

        assertThat(store.rules()).hasSize(6);
        assertThat(store.rules().get(0)).hasToString(FOREIGN);
        assertThat(store.rules().toString())
                .contains("\"matchesPrefix\":[\"prod/staging/raw/\"]")
                .contains("\"daysSinceCustomTime\":7")
                .doesNotContain("manifests");
        assertThat(told("plan")).contains("  = staging/raw/").contains("up to date");
        assertThat(told("apply")).contains("up to date");
        bank.replace("eider.yaml", "archive_after: 30d", "archive_after: 60d");
        assertThat(told("apply"))
                .contains("  - staging/raw/ older than 30 days")
                .contains("  + staging/raw/ older than 60");
        assertThat(told("show"))
                .contains("older than 60 days")
                .doesNotContain("older than 30")
                .contains("logs/");
    }

    @Test
    void leavesRulesThatSomebodyChangesMeanwhile() throws Exception {
        store.rivalAdds(FOREIGN);

        Trial.Answer overtaken = bank.run("bucket", "apply");

        assertThat(overtaken.status()).as(overtaken.all()).isEqualTo(BUSY);
        assertThat(overtaken.err()).contains("somebody changed them meanwhile").contains("next: eider bucket plan");
        assertThat(store.rules()).hasSize(2);
        assertThat(told("apply")).contains("applied");
    }
}
