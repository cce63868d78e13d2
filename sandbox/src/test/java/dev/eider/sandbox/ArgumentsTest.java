package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @Test
    void allOptionsAreRead() throws IOException {
        SandboxConfig config = parse(
                        "--port",
                        "8080",
                        "--seed",
                        "7",
                        "--from",
                        "2024-02-01",
                        "--days",
                        "3",
                        "--accounts",
                        "9",
                        "--per-day",
                        "11",
                        "--page-size",
                        "10",
                        "--retry-after",
                        "0",
                        "--slow-for",
                        "5",
                        "--token",
                        "x",
                        "--faults",
                        "reset=2%,html=0.5",
                        "--dirty",
                        "10%",
                        "--repeats",
                        "1%",
                        "--bad-page",
                        "trans:3",
                        "--prerender")
                .config();
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.from()).isEqualTo(LocalDate.of(2024, 2, 1));
        assertThat(config.days()).isEqualTo(3);
        assertThat(config.accounts()).isEqualTo(9);
        assertThat(config.transactionsPerDay()).isEqualTo(11);
        assertThat(config.pageSize()).isEqualTo(10);
        assertThat(config.retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(config.slowFor()).isEqualTo(Duration.ofMillis(5));
        assertThat(config.token()).hasValue("x");
        assertThat(config.faults().total()).isEqualTo(0.52);
        assertThat(config.dirty().total()).isBetween(0.0999, 0.1001);
        assertThat(config.repeats()).isEqualTo(0.01);
        assertThat(config.isBadPage("trans", 3)).isTrue();
        assertThat(config.isPrerendered()).isTrue();
    }

    @Test
    void optionsOfAFileFollowIt() throws IOException {
        SandboxConfig config = parse(
                        "--file",
                        "a=x.csv",
                        "--delimiter",
                        "\\t",
                        "--numbers",
                        "n,m",
                        "--encoding",
                        "windows-1252",
                        "--file",
                        "b=y.txt",
                        "--format",
                        "ndjson",
                        "--date-column",
                        "at",
                        "--date-format",
                        "%y%m%d")
                .config();
        assertThat(config.files())
                .containsExactly(
                        DatasetFile.of("a", Path.of("x.csv"))
                                .delimiter('\t')
                                .numbers("n", "m")
                                .charset(java.nio.charset.Charset.forName("windows-1252")),
                        DatasetFile.of("b", Path.of("y.txt"))
                                .as(DatasetFile.Format.NDJSON)
                                .date("at", "%y%m%d"));
    }

    @Test
    void theTokenMayComeFromTheEnvironmentOrAFile(@TempDir Path folder) throws IOException {
        assertThat(Arguments.parse(List.of(), Map.of("SANDBOX_TOKEN", "env"))
                        .config()
                        .token())
                .hasValue("env");
        Path file = Files.writeString(folder.resolve("token"), "from-file\n");
        assertThat(parse("--token-file", file.toString()).config().token()).hasValue("from-file");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 1, Invalid option: --prot (unknown)",
        "port, Invalid option: port (unknown)",
        "--port, Invalid --port: no value",
        "--port x, Invalid --port: x (a whole number)",
        "--port 99999999999, Invalid port: 2147483647 (0 to 65535)",
        "--faults many, Invalid --faults: many (5% or 0.05)",
        "--faults rain=1%, Invalid --faults: rain",
        "--from monday, Invalid --from: monday",
        "--delimiter ;, Invalid --delimiter: it follows the --file",
        "--file trans.csv, Invalid --file: trans.csv (dataset=path)",
        "--bad-page 3, Invalid --bad-page: 3 (dataset:page)",
    })
    void mistakesAreNamed(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static Arguments parse(String... arguments) throws IOException {
        return Arguments.parse(List.of(arguments), Map.of());
    }
}
