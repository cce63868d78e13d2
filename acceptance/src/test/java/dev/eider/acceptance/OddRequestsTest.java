package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.sandbox.SandboxServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for what is not there, or is there already; each is answered in words, with the exit status of its owner. */
class OddRequestsTest {
    @TempDir
    Path folder;

    @Test
    void initMakesAProjectThatIsValidAndLeavesItAloneAfterwards() throws Exception {
        Path made = folder.resolve("mine");
        Trial shell = Trial.empty(made).with("EIDER_HOME", House.root().toString());

        Trial.Answer init = shell.say("init", made.toString());

        assertThat(init.status()).as(init.all()).isZero();
        assertThat(shell.run("validate").status()).isZero();
        Path key = made.resolve(".secrets/mask_key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(init.all()).doesNotContain(Files.readString(key).strip());
        Trial.Answer again = shell.say("init", made.toString());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("holds one already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataset", "project"})
    void schemaIsOneDocumentOfJson(String subject) throws Exception {
        Trial.Answer answer = Trial.empty(folder).say("schema", subject);

        assertThat(answer.status()).isZero();
        JsonNode schema = new ObjectMapper().readTree(answer.out());
        assertThat(schema.path("$schema").textValue()).contains("json-schema.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everything",
                "transaction/2025-01-06/0000:0:1",
                "transaction/2025-01-06/0001:9999999:1",
                "transaction/2025-01-06/0001:0:1",
                "nothing/2025-01-06/0001:0:1"
            })
    void aPlaceWithoutAnErrorIsTheUsersToMend(String place) throws Exception {
        Trial.Answer answer = Trial.ofExample("bank", folder).run("errors", "show", place);

        assertThat(answer.status()).as(answer.all()).isEqualTo(2);
        assertThat(answer.err()).contains("error: ").doesNotContain("internal error");
    }

    @Test
    void anUnknownEnvironmentIsToldTheOnesThereAre() throws Exception {
        Trial.Answer answer = Trial.ofExample("bank", folder).run("plan", "--env", "prd");

        assertThat(answer.status()).as(answer.all()).isEqualTo(2);
        assertThat(answer.err()).contains("prd").contains("prod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "generations", "errors list", "load", "publish", "stage"})
    void aProjectWithoutDataHasNothingToShowAndNothingToDo(String command) throws Exception {
        Trial.Answer answer = Trial.ofExample("bank", folder).run(command.split(" "));

        assertThat(answer.status()).as(answer.all()).isZero();
        assertThat(answer.all()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff 1 2", "rollback 1", "rollback one", "diff 1"})
    void aGenerationThatIsNotThereIsTheUsersToMend(String command) throws Exception {
        Trial.Answer answer = Trial.ofExample("bank", folder).run(command.split(" "));

        assertThat(answer.status()).as(answer.all()).isEqualTo(2);
        assertThat(answer.err()).contains("error: ").contains("next: ");
    }

    @Test
    void aDefectOfOursIsToldWithoutItsData() throws Exception {
        for (Throwable defect : new Throwable[] {new IllegalStateException("4929"), new OutOfMemoryError("4929")}) {
            Trial bank = Trial.ofExample(
                            "bank", folder.resolve(defect.getClass().getSimpleName()))
                    .over(bucket -> {
                        throw OddRequestsTest.<RuntimeException>sneaky(defect);
                    });

            Trial.Answer answer = bank.run("plan");

            assertThat(answer.status()).isEqualTo(70);
            assertThat(answer.err())
                    .contains("internal error " + defect.getClass().getSimpleName())
                    .doesNotContain("4929");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable defect) throws T {
        throw (T) defect;
    }

    @Tag("slow")
    @Test
    void statusTellsWhatIsHeldAndWhatReadersSee() throws Exception {
        try (SandboxServer server = SmallBank.start()) {
            Trial bank = SmallBank.project(folder, server);
            assertThat(bank.run("run", "--interval", "2025-01-06").status()).isZero();
            bank.replace("datasets/transaction.yaml", "max_rejected: 5%", "max_rejected: 5%, min_records: 1000");
            assertThat(bank.run("run", "--interval", "2025-01-07").status()).isEqualTo(5);

            Trial.Answer status = bank.run("status");

            assertThat(status.status()).isZero();
            assertThat(status.out().lines().filter(line -> line.contains("transaction ")))
                    .singleElement()
                    .asString()
                    .containsPattern("transaction +2 +2025-01-07 +2 +1 +0 ");
            assertThat(status.out()).contains("generation 1");
        }
    }
}
