package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong on this side is told before any broker is asked, and no secret with it. */
final class LocalMistakesTest {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eider hunter2;",
                "eider HUNTER2;",
                "hunter2.Module required;",
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=hunter1 hunter2;",
                "eider 'hunter2 and more';",
                "hunter2"
            })
    void aLoginThatCannotBeReadIsToldWithoutAPieceOfIt(String login) throws Exception {
        EiderException failure = failure(Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", secret(login)));
        assertThat(failure.getMessage()).contains("events").containsIgnoringCase("jaas");
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContainIgnoringCase("hunter");
    }

    @Test
    void aPropertyThatNoClientKnowsIsNamedWithTheNearest() throws Exception {
        EiderException failure = failure(Map.of("security.protocoll", "SSL"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure)
                .hasMessage("Unknown property of connection 'events': security.protocoll."
                        + " Did you mean 'security.protocol'?");
    }

    @Test
    void propertiesOfAnyClientAndOfARegistryAreKnown() throws Exception {
        EiderException failure = failure(Map.of(
                "batch.size", "1024",
                "fetch.min.bytes", "1",
                "basic.auth.user.info", secret("somebody:hunter2"),
                "schema.registry.ssl.truststore.type", "PEM",
                "ssl.truststore.location", folder.resolve("nope.pem").toString(),
                "security.protocol", "SSL"));
        assertThat(failure).hasMessageContaining("no such file (ssl.truststore.location)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PEM", "PKCS12"})
    void aFileThatIsNotThereIsNamedWithItsProperty(String type) throws Exception {
        String missing = folder.resolve("nope.pem").toString();
        EiderException failure = failure(
                Map.of("security.protocol", "SSL", "ssl.truststore.location", missing, "ssl.truststore.type", type));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure)
                .hasMessage("Cannot use the properties of connection 'events': cannot read " + missing
                        + ": no such file (ssl.truststore.location)");
        assertThat(failure.nextStep())
                .contains("Check ssl.truststore.location of connection events in eider.yaml, and the file");
    }

    @Test
    void aFileThatHoldsSomethingElseIsNamedToo() throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
        EiderException failure = failure(Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.location", garbage.toString(),
                "ssl.truststore.type", "PEM"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure)
                .hasMessageContaining("No matching CERTIFICATE entries")
                .hasMessageContaining(garbage + "")
                .hasMessageContaining("ssl.truststore.location");
    }

    @Test
    void brokersThatDoNotAnswerAreToldByTheirAddress() throws Exception {
        World world = World.of(
                folder,
                NOBODY,
                Map.of("event", "topic: events"),
                Map.of("default.api.timeout.ms", "1000", "request.timeout.ms", "1000"));
        EiderException failure = catchThrowableOfType(EiderException.class, () -> {
            try (Cluster cluster = new Cluster(world.connection())) {
                cluster.topicNames();
            }
        });
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
        assertThat(failure).hasMessage("Cannot reach the brokers of connection 'events' (" + NOBODY + "): no answer");
        assertThat(failure.nextStep())
                .contains("Check bootstrap_servers of connection events in eider.yaml, and that the brokers are up");
    }

    private EiderException failure(Map<String, String> properties) throws Exception {
        World world = World.of(folder, NOBODY, Map.of("event", "topic: events"), properties);
        return catchThrowableOfType(EiderException.class, world::catchUp);
    }

    /** A reference to a file that holds the text. */
    private String secret(String text) throws IOException {
        return "${file:" + Files.writeString(folder.resolve("secret"), text) + "}";
    }
}
