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

    private EiderException failure(Map<String, String> properties) throws Exception {
        World world = World.of(folder, NOBODY, Map.of("event", "topic: events"), properties);
        return catchThrowableOfType(EiderException.class, world::catchUp);
    }

    /** A reference to a file that holds the text. */
    private String secret(String text) throws IOException {
        return "${file:" + Files.writeString(folder.resolve("secret"), text) + "}";
    }
}
