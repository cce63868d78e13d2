package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its callers see it: a process. */
@Tag("slow")
class MainTest {
    private static final int SECONDS = 30;

    @Test
    void itPrintsItsAddressAndEndsWhenStandardInputDoes(@TempDir Path folder) throws Exception {
        Path pidfile = folder.resolve("sandbox.pid");
        Process process = start("--days", "1", "--until-stdin-closes", "--pidfile", pidfile.toString());
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            URI base = URI.create(out.readLine());
            assertThat(Files.readString(pidfile)).isEqualTo(process.pid() + "\n");
            assertThat(new RawClient(base).get("/_sandbox/health").status()).isEqualTo(200);
            process.outputWriter(StandardCharsets.UTF_8).close();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
            assertThat(pidfile).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itEndsOnSigterm() throws Exception {
        Process process = start("--days", "1");
        try {
            assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("http://127.0.0.1:");
            process.destroy();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void badArgumentsAreExit2AndAPortInUseIsExit3() throws Exception {
        Process usage = start("--prot", "1");
        assertThat(usage.errorReader(StandardCharsets.UTF_8).readLine()).isEqualTo("Invalid option: --prot (unknown)");
        assertThat(usage.waitFor()).isEqualTo(2);
        try (SandboxServer server = SandboxServer.start(SandboxConfig.defaults())) {
            Process taken = start("--port", Integer.toString(server.baseUrl().getPort()));
            assertThat(taken.errorReader(StandardCharsets.UTF_8).readLine()).startsWith("Cannot listen on 127.0.0.1:");
            assertThat(taken.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void helpTellsWhatElseTheSandboxStarts() throws Exception {
        Process help = start("--help");
        assertThat(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("--page-size N")
                .contains("eider sandbox broker starts a real Kafka broker, eider sandbox produce sends it");
        assertThat(help.waitFor()).isZero();
    }

    private static Process start(String... arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path classes = Path.of("target", "classes").toAbsolutePath();
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-cp", classes.toString(), "dev.eider.sandbox.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
