package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Connection;
import dev.eider.contract.Project;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTest {
    private static final String TWO = Folder.PROJECT + """
            default_environment: dev
            warehouse: {keep: 3, storage_version: v1.4.0}
            limits: {memory: 2GiB, threads: "${THREADS:-2}", file_size: 1MiB}
            environments:
              dev: {}
              prod:
                bucket: /srv/prod
                warehouse: {keep: 30}
                metrics: {pushgateway: "http://pushgateway:9091"}
                connections:
                  bank: {base_url: "${PROD_URL}", rate_limit: 90/m, retry: {attempts: 3}, timeout: 5s}
                  other: {type: api, base_url: "https://other.example"}
            """;

    @TempDir
    Path root;

    @Test
    void mergesKeyByKey() {
        Project project = two().variable("PROD_URL", "https://bank.example/api").project("prod");

        assertThat(project.environment()).isEqualTo("prod");
        assertThat(project.bucket()).isEqualTo("/srv/prod");
        assertThat(project.warehouse())
                .isEqualTo(new Project.WarehouseSettings(root.resolve(".eider/work"), 30, "v1.4.0"));
        assertThat(project.pushgateway())
                .hasValueSatisfying(uri -> assertThat(uri).hasPort(9091));
        assertThat(project.limits().memoryMax()).isEqualTo(2L << 30);
        assertThat(project.limits().threads()).isEqualTo(2);
        assertThat(project.connections()).containsOnlyKeys("bank", "other");
        assertThat(project.connections().get("bank")).isInstanceOfSatisfying(Connection.Api.class, bank -> {
            assertThat(bank.baseUrl()).hasHost("bank.example");
            assertThat(bank.requestsPerSecond()).hasValue(1.5);
            assertThat(bank.retry()).isEqualTo(new Connection.Retry(3, Duration.ofMinutes(15)));
            assertThat(bank.timeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(bank.auth()).isInstanceOf(Connection.Auth.Bearer.class);
        });
    }

    @Test
    void takesTheDefaultEnvironmentWithoutAWord() {
        assertThat(two().project().environment()).isEqualTo("dev");
        assertThat(two().project().warehouse().keep()).isEqualTo(3);
    }

    @Test
    void needsTheVariablesOfTheChosenEnvironmentOnly() {
        Folder folder = two();

        assertThat(folder.problems()).isEmpty();
        assertThat(Folder.problems(folder.read("prod")))
                .containsExactly("eider.yaml:16:24: Variable not found: PROD_URL (set it, or name it in .env)");
    }

    @Test
    void checksTheOthersToo() {
        Folder folder = two().changed("eider.yaml", "keep: 30", "keeep: 30")
                .changed("eider.yaml", "timeout: 5s", "timeout: 5 s")
                .changed("eider.yaml", "${PROD_URL}", "${PROD URL}");

        assertThat(folder.problems())
                .containsExactly(
                        "eider.yaml:13:17: Unknown key: keeep (in warehouse). Did you mean 'keep'?",
                        "eider.yaml:16:24: Invalid reference (${NAME}, ${NAME:-default} or ${file:path})",
                        "eider.yaml:16:88: Invalid timeout: 5 s (a duration such as 90s, 15m, 6h or 3d)");
    }

    @Test
    void suggestsAnEnvironment() {
        assertThat(Folder.problems(two().read("prd")))
                .containsExactly("eider.yaml:9:1: Environment not found: prd. Did you mean 'prod'?");
        assertThat(two().changed("eider.yaml", "default_environment: dev", "default_environment: def")
                        .problems())
                .containsExactly("eider.yaml:6:22: Environment not found: def. Did you mean 'dev'?");
    }

    @Test
    void refusesABucketThatTwoShare() {
        Folder folder = two().changed("eider.yaml", "bucket: /srv/prod", "bucket: data/prod");

        assertThat(folder.problems())
                .containsExactly(
                        "eider.yaml:12:13: Invalid bucket: environments dev and prod share it (each has its own)");
    }

    @Test
    void refusesWhatWouldChangeAContract() {
        Folder folder = two().changed("eider.yaml", "dev: {}", "dev: {timezone: Europe/London}");

        assertThat(folder.problems())
                .containsExactly("eider.yaml:10:9: Invalid key: timezone"
                        + " (the same in every environment: it stands outside)");
    }

    @Test
    void prefersGivenVariablesToThoseOfTheFile() {
        Folder folder = Folder.bank(root)
                .with(".env", """
                        # of the bank
                        export BANK_URL="https://file.example/a#b"  # quoted
                        EXTRA = plain # comment
                        """)
                .changed("eider.yaml", "\"${BANK_URL}\"", "\"${BANK_URL}\", headers: {X-Extra: \"<${EXTRA}>\"}");

        assertThat(folder.project().connections().get("bank"))
                .isInstanceOfSatisfying(
                        Connection.Api.class, bank -> assertThat(bank.baseUrl()).hasHost("localhost"));
        assertThat(folder.problems()).isEmpty();
        assertThat(folder.project().connections().get("bank"))
                .isInstanceOfSatisfying(
                        Connection.Api.class, bank -> assertThat(bank.headers()).containsEntry("X-Extra", "<plain>"));
        assertThat(folder.without("BANK_URL").problems())
                .containsExactly("eider.yaml:5:31: Invalid base_url: what its reference gives"
                        + " (an http or https URL without ? and #)");
    }

    @Test
    void readsSecretsOfFiles() {
        Folder folder = Folder.bank(root)
                .with(".secrets/mask_key", Folder.MASK_KEY + "\n")
                .changed("eider.yaml", "${EIDER_MASK_KEY}", "${file:.secrets/mask_key}");
        Project project = folder.project();

        assertThat(project.maskKey()).contains(dev.eider.contract.MaskKey.of(Folder.MASK_KEY));
        assertThat(folder.changed("eider.yaml", ".secrets/mask_key", ".secrets/none")
                        .problems())
                .containsExactly("eider.yaml:3:11: File not found: .secrets/none");
    }

    private Folder two() {
        return Folder.bank(root).with("eider.yaml", TWO);
    }
}
