package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String CANARY = "s3cr3t-canary";

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mask_key: s3cr3t-canary",
                "mask_key: {a: s3cr3t-canary}",
                "mask_key: [s3cr3t-canary]",
                "mask_key: *s3cr3t-canary",
                "mask_key: !s3cr3t-canary x",
                "mask_key: \"s3cr3t-canary",
                "mask_key: @s3cr3t-canary",
                "mask_key: ${s3cr3t-canary}",
                "mask_key: ${s3cr3t-canary",
                "mask_key: ${NO_SUCH:-s3cr3t-canary-of-enough-bytes}",
                "mask_key: ${CANARY}",
                "bucket: https://user:s3cr3t-canary@host/bucket",
                "bucket: ${CANARY}://x",
                "connections: s3cr3t-canary",
                "connections: {b: s3cr3t-canary}",
                "connections: {b: {type: api, base_url: \"https://user:s3cr3t-canary@host\"}}",
                "connections: {b: {type: api, base_url: \"http://host?token=s3cr3t-canary\"}}",
                "connections: {b: {type: api, base_url: s3cr3t-canary}}",
                "connections: {b: {type: api, base_url: \"${CANARY}\"}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: s3cr3t-canary}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: [s3cr3t-canary]}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: {type: bearer, token: s3cr3t-canary}}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: {type: bearer, token: {x: s3cr3t-canary}}}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: {type: bearer, tokn: s3cr3t-canary}}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: {type: api_key, name: \"a b\", api_key: s3cr3t-canary}}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: {type: http_basic, password: s3cr3t-canary}}}",
                "connections: {b: {type: api, base_url: \"http://h\", auth: {type: bearer, token: \"Bearer ${CANARY}\"}}}",
                "connections: {b: {type: api, base_url: \"http://h\", headers: {Authorization: s3cr3t-canary}}}",
                "connections: {b: {type: api, base_url: \"http://h\", headers: s3cr3t-canary}}",
                "connections: {b: {type: api, base_url: \"http://h\", rate_limit: \"${CANARY}\"}}",
                "connections: {b: {type: kafka, bootstrap_servers: s3cr3t-canary}}",
                "connections: {b: {type: kafka, bootstrap_servers: h:1, schema_registry: \"http://u:s3cr3t-canary@h\"}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {sasl.jaas.config: s3cr3t-canary}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {sasl.jaas.config: \"x ${CANARY}\"}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {ssl.keystore.password: s3cr3t-canary}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {ssl.key.password: s3cr3t-canary}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {ssl.keystore.key: s3cr3t-canary}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {client.secret: s3cr3t-canary}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {basic.auth.user.info: s3cr3t-canary}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {sasl.jaas.config: {a: s3cr3t-canary}}}}",
                "connections: {b: {type: kafka, bootstrap_servers: \"h:1\", properties: {ssl.keystore.key: \"${NO_SUCH:-s3cr3t-canary}\"}}}",
                "metrics: {pushgateway: \"http://user:s3cr3t-canary@host\"}",
                "metrics: s3cr3t-canary",
                "limits: {threads: \"${CANARY}\"}",
                "timezone: \"${CANARY}\"",
                "a: s3cr3t-canary\n b: c",
            })
    void neverStandInProblems(String text) {
        List<String> problems = Folder.empty(root)
                .variable("CANARY", CANARY)
                .with("eider.yaml", text + "\n")
                .problems();

        assertThat(problems).isNotEmpty().noneMatch(p -> p.contains(CANARY));
    }

    @Test
    void neverStandInProblemsOfTheirFile() {
        Folder folder = Folder.bank(root).with(".env", "BANK_TOKEN " + CANARY + "\n\n=" + CANARY);

        assertThat(folder.problems())
                .containsExactly(".env:1:1: Invalid line (NAME=value)", ".env:3:1: Invalid line (NAME=value)");
    }

    @Test
    void ofARegistryStandInPropertiesAndNotInItsUrl() {
        List<String> problems = Folder.bank(root)
                .changed(
                        "eider.yaml",
                        "connections:\n",
                        "connections:\n  k: {type: kafka, bootstrap_servers: \"h:1\", schema_registry: \"http://u:p@h\"}\n")
                .problems();

        assertThat(problems)
                .singleElement()
                .asString()
                .endsWith("Invalid schema_registry: it holds a user or a password"
                        + " (use schema.registry.basic.auth.user.info in properties)");
    }

    @Test
    void mustBeReferences() {
        Folder folder = Folder.bank(root)
                .changed("eider.yaml", "\"${BANK_TOKEN}\"", CANARY)
                .changed("eider.yaml", "${EIDER_MASK_KEY}", "${EIDER_MASK_KEY:-0123456789abcdef}");

        assertThat(folder.problems())
                .containsExactly(
                        "eider.yaml:3:11: Invalid mask_key: more than a reference"
                                + " (a secret is a reference: ${NAME} or ${file:path})",
                        "eider.yaml:5:74: Invalid token: a literal (a secret is a reference: ${NAME} or ${file:path})");
    }

    @Test
    void mustBeThere() {
        Folder folder = Folder.bank(root).without("BANK_TOKEN").variable("EIDER_MASK_KEY", "short");

        assertThat(folder.problems())
                .containsExactly(
                        "eider.yaml:3:11: Invalid mask_key: what its reference gives is too short (at least 16 bytes)",
                        "eider.yaml:5:74: Variable not found: BANK_TOKEN (set it, or name it in .env)");
    }

    @Test
    void areNotPrinted() {
        assertThat(Folder.bank(root).project().toString()).doesNotContain(Folder.TOKEN, Folder.MASK_KEY);
    }
}
