package dev.eider.ingest.batch;

import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bench that reads a small server, which answers as the test says. */
abstract class AgainstSandbox {
    @TempDir
    Path scratch;

    Bench bench;
    SandboxServer server;

    @BeforeEach
    void serve() throws IOException {
        server =
                SandboxServer.start(SandboxConfig.builder().accounts(10).days(1).build());
        bench = new Bench(scratch);
        bench.baseUrl = server.baseUrl();
    }

    @AfterEach
    void close() {
        server.close();
    }
}
