package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tools that read the published warehouse while it is published anew, in the versions of DuckDB that they ship. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadersTest {
    private static final int DAYS = 11;
    private static final int RECORDS_PER_DAY = 100;
    private static final List<String> VERSIONS = List.of("1.4.5", "1.5.6", "2.0.0");

    private Bank bank;
    private ChildJava java;

    @BeforeAll
    void opensTheBank(@TempDir Path folder) throws Exception {
        bank = Bank.open(folder.resolve("bank"), DAYS, RECORDS_PER_DAY);
        java = ChildJava.in(folder.resolve("java"));
    }

    @AfterAll
    void closesTheBank() {
        bank.close();
    }

    @Test
    void aReaderThatHoldsAGenerationKeepsItsRowsThroughPublications() throws Exception {
        Program program = published();
        Process reader = java.startTalking(PublishedReader.class, List.of("hold", file(program)));
        try (BufferedReader answers = reader.inputReader(StandardCharsets.UTF_8)) {
            String before = answers.readLine();
            assertThat(before).contains("transaction_fact=").contains("swipe_view=");
            // More publications than generations are kept: the file that it holds is deleted meanwhile.
            for (int days = 2; days <= 5; days++) {
                publish(program, days);
                reader.getOutputStream().write('\n');
                reader.getOutputStream().flush();
                assertThat(answers.readLine()).isEqualTo(before);
            }
            reader.getOutputStream().close();
            assertThat(ChildJava.statusOf(reader)).isZero();
            assertThat(rows(program).toString()).isNotEqualTo(before);
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void aReaderThatOpensWhileTenGenerationsArePublishedNeverFails() throws Exception {
        Program program = published();
        Process reader = java.startTalking(PublishedReader.class, List.of("reopen", file(program)));
        try (BufferedReader answers = reader.inputReader(StandardCharsets.UTF_8)) {
            assertThat(answers.readLine()).isEqualTo("reading");
            publishTenTimes(program);
            reader.getOutputStream().write('\n');
            reader.getOutputStream().close();
            assertThat(Integer.parseInt(answers.readLine())).as("reads").isGreaterThan(10);
            assertThat(answers.readLine()).as("failures").isEqualTo("[]");
            assertThat(answers.readLine()).isEqualTo(rows(program).toString());
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void readersOfOtherVersionsReadAllThatIsPublishedWhileItIsPublishedAnew() throws Exception {
        for (String version : VERSIONS) {
            library(version);
        }
        Program program = published();
        List<Process> readers = new ArrayList<>();
        try {
            for (String version : VERSIONS) {
                readers.add(python(library(version), file(program)));
            }
            List<BufferedReader> answers = readers.stream()
                    .map(reader -> reader.inputReader(StandardCharsets.UTF_8))
                    .toList();
            for (BufferedReader answer : answers) {
                assertThat(answer.readLine()).isEqualTo("reading");
            }
            publishTenTimes(program);
            for (int i = 0; i < VERSIONS.size(); i++) {
                readers.get(i).getOutputStream().close();
                JsonNode told = new ObjectMapper().readTree(answers.get(i).readLine());
                assertThat(told.path("version").textValue()).isEqualTo(VERSIONS.get(i));
                assertThat(told.path("failures")).as(VERSIONS.get(i)).isEmpty();
                assertThat(told.path("reads").asInt()).isGreaterThan(10);
                assertThat(rows(told)).isEqualTo(rows(program)).containsKeys("daily_region", "swipe_view");
            }
        } finally {
            readers.forEach(Process::destroyForcibly);
        }
    }

    private static Map<String, Long> rows(JsonNode told) {
        Map<String, Long> rows = new TreeMap<>();
        told.path("rows")
                .properties()
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue().asLong()));
        return rows;
    }

    private Program published() throws IOException {
        Program program = bank.project();
        publish(program, 1);
        return program;
    }

    private void publishTenTimes(Program program) {
        for (int days = 2; days <= DAYS; days++) {
            publish(program, days);
        }
    }

    private void publish(Program program, int days) {
        Program.Ended ended = bank.again(program).run(Bank.runOfDays(days));
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    private static Map<String, Long> rows(Program program) throws Exception {
        try (Connection connection = PublishedReader.open(file(program))) {
            return PublishedReader.rows(connection);
        }
    }

    private static String file(Program program) {
        return program.bucket().resolve("warehouse/current/warehouse.duckdb").toString();
    }

    private static Process python(Path library, String file) throws IOException {
        Path script = House.ACCEPTANCE.path().resolve("src/test/resources/read_published.py");
        ProcessBuilder builder = new ProcessBuilder("python3", script.toString(), file);
        builder.environment().put("PYTHONPATH", library.toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** DuckDB for Python as the test script has installed it. */
    private static Path library(String version) {
        Path library = House.root().resolve("target/prepared/duckdb-readers").resolve(version);
        if (Files.exists(library.resolve(".whole"))) {
            return library;
        }
        String absent = "DuckDB " + version + " for Python is not installed (./test does it where there is Python)";
        if ("1".equals(System.getenv("EIDER_REQUIRE_SHARED"))) {
            fail(absent);
        }
        return abort(absent);
    }
}
