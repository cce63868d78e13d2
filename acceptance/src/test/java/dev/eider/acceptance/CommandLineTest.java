package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.cli.Console;
import dev.eider.sandbox.SandboxServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as its users meet it. */
class CommandLineTest {
    private static final List<String> COMMANDS = List.of(
            "init",
            "validate",
            "schema",
            "plan",
            "ingest",
            "stage",
            "load",
            "publish",
            "run",
            "stream",
            "status",
            "errors",
            "generations",
            "diff",
            "rollback",
            "doctor",
            "demo",
            "sandbox");

    @TempDir
    Path folder;

    @Test
    void helpListsEveryCommandAndTheExitStatuses() {
        Trial.Answer help = Trial.empty(folder).say("--help");

        assertThat(help.status()).isZero();
        for (String command : COMMANDS) {
            assertThat(help.out()).containsPattern("(?m)^ +" + command + " +[A-Z]");
        }
        assertThat(help.out()).contains("Exit status: 0 done, 2 ").contains("eider demo");
    }

    @Test
    void everyCommandExplainsItselfWithAnExample() {
        for (String command : COMMANDS.subList(0, COMMANDS.indexOf("sandbox"))) {
            Trial.Answer help = Trial.empty(folder).say(command, "--help");
            assertThat(help.status()).as(command).isZero();
            assertThat(help.out())
                    .as(command)
                    .contains("Usage: eider " + command)
                    .contains("eider " + command);
        }
    }

    @Test
    void aMisspeltOptionIsToldTheOneThatWasMeant() {
        Trial.Answer answer = Trial.empty(folder).say("run", "--intervall", "2025-01-06");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("--intervall").contains("--interval").contains("eider run --help");
    }

    @Test
    void aMisspeltCommandIsToldTheOneThatWasMeant() {
        Trial.Answer answer = Trial.empty(folder).say("publis");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("publis").contains("publish").contains("eider --help");
    }

    @Test
    void logsOfLibrariesKeepOffStandardOutput() throws Exception {
        String configuration =
                new String(Console.class.getResourceAsStream("/logback.xml").readAllBytes(), StandardCharsets.UTF_8);

        assertThat(configuration).contains("<target>System.err</target>").contains("<root level=\"WARN\">");
    }

    @Test
    void optionsThatExcludeEachOtherAreTold() throws Exception {
        Trial bank = Trial.ofExample("bank", folder);

        assertThat(bank.run("run", "--again").err()).contains("--again needs --interval");
        assertThat(bank.run("run", "--from", "2025-01-06").err()).contains("--from and --to need each other");
        assertThat(bank.run("run", "--interval", "2025-02-30").status()).isEqualTo(2);
        assertThat(bank.run("plan", "--interval", "yesterday").status()).isEqualTo(2);
    }

    @Test
    void coloursAreForTerminalsAndNeverWhereNoColorIsSet() throws Exception {
        Trial bank = Trial.ofExample("bank", folder);
        assertThat(bank.onTerminal().run("validate").all()).contains("valid").doesNotContain("\u001b");
        assertThat(bank.with("NO_COLOR", "").run("validate").all()).contains("\u001b[32m");
        assertThat(bank.with("TERM", "dumb").run("validate").all()).doesNotContain("\u001b");
    }

    @Tag("slow")
    @Test
    void runDoesWhatPlanPrinted() throws Exception {
        try (SandboxServer server = SmallBank.start()) {
            Trial bank = SmallBank.project(folder, server);
            String[] plan = SmallBank.days("plan", 7);
            List<String> planned = steps(bank.run(plan).out());
            assertThat(planned).hasSize(6);
            assertThat(server.counts().requests()).isZero();
            assertThat(bank.files("data")).isEmpty();

            List<String> done = new ArrayList<>();
            bank.run(SmallBank.days("run", 7)).err().lines().forEach(done::add);

            assertThat(done).hasSameSizeAs(planned);
            for (int i = 0; i < planned.size(); i++) {
                assertThat(done.get(i)).startsWith(planned.get(i) + ": ");
            }
            assertThat(bank.run(plan).all()).contains("nothing to do");
        }
    }

    private static List<String> steps(String plan) {
        return plan.lines()
                .map(line -> line.replaceFirst("^\\s*\\d+\\.?\\s+", "").strip())
                .filter(line -> line.matches("(ingest|stage|load|publish) .*"))
                .toList();
    }

    @Tag("slow")
    @Test
    void eventsAreLinesOfJsonAndNothingElse() throws Exception {
        try (SandboxServer server = SmallBank.start()) {
            Trial bank = SmallBank.project(folder, server)
                    .replace(
                            "eider.yaml",
                            "warehouse:\n",
                            "metrics: {pushgateway: \"" + SmallBank.nobody() + "\"}\nwarehouse:\n");
            Trial.Answer run = bank.run("run", "--interval", "2025-01-06", "--log", "json");

            assertThat(run.status()).as(run.all()).isZero();
            List<String> stages = new ArrayList<>();
            for (String line : run.out().lines().toList()) {
                JsonNode event = new ObjectMapper().readTree(line);
                assertThat(event.path("event").textValue()).isEqualTo("step");
                assertThat(event.path("outcome").textValue()).isEqualTo("done");
                stages.add(event.path("stage").textValue());
                JsonNode books = event.path("books");
                assertThat(books.path("read").asLong())
                        .isEqualTo(books.path("clean").asLong()
                                + books.path("rejected").asLong()
                                + books.path("duplicate").asLong());
            }
            assertThat(stages).containsExactly("ingest", "stage", "load", "publish");

            Trial.Answer held =
                    bank.with("BANK_TOKEN", "expired").run("run", "--interval", "2025-01-07", "--log", "json");
            assertThat(held.status()).isEqualTo(3);
            JsonNode failed =
                    new ObjectMapper().readTree(held.out().lines().findFirst().orElseThrow());
            assertThat(failed.path("outcome").textValue()).isEqualTo("failed");
            assertThat(failed.path("code").textValue()).isEqualTo("SOURCE_REFUSED");
            assertThat(failed.path("message").textValue()).contains("401");
        }
    }

    @Tag("slow")
    @Test
    void aRunGoesOnPastFailuresAndEndsWithTheGravest() throws Exception {
        try (SandboxServer server = SmallBank.start()) {
            Trial bank = SmallBank.project(folder, server)
                    .replace(
                            "eider.yaml",
                            "connections:\n",
                            "connections:\n  far: {type: api, base_url: \"" + SmallBank.nobody()
                                    + "\", retry: {attempts: 1, budget: 10s}}\n")
                    .write("datasets/away.yaml", dataset("away", "far", "/away"))
                    .write("datasets/missing.yaml", dataset("missing", "bank", "/missing"));

            Trial.Answer both = bank.run("run", "--interval", "2025-01-06");

            assertThat(both.status()).as(both.all()).isEqualTo(3);
            assertThat(both.err()).contains("no connection").contains("the source answered 404");
            assertThat(bank.published("SELECT count(*) > 0 FROM transaction_fact"))
                    .containsExactly("true");
            Files.delete(folder.resolve("datasets/missing.yaml"));
            assertThat(bank.run("run", "--interval", "2025-01-06").status()).isEqualTo(4);
        }
    }

    private static String dataset(String name, String connection, String path) {
        return "dataset: " + name + "\nsource: {connection: " + connection + ", path: " + path
                + ", data_selector: $.data, paginator: {type: single_page},"
                + " incremental: {start: 2025-01-06, interval: day}}\nfields: {id: bigint}\n";
    }
}
