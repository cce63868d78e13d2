package dev.eider.zones.gcs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.eider.zones.StoreExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The emulator fake-gcs-server on loopback, as a process of its own that closing ends. Where it is not installed a
 * test that asks for it is skipped and says so; with EIDER_REQUIRE_SHARED=1 it fails.
 *
 * <p>Where it is laxer than the store, so that a test on it proves less than it seems to:
 *
 * <ul>
 *   <li>Deletions: {@code ifGenerationMatch} is ignored; only {@code generation} is kept.
 *   <li>Compositions: {@code ifGenerationMatch} is ignored, a taken name is written over; a missing source is a 500.
 *   <li>Changes of metadata: no condition is kept, {@code metageneration} is always 1, and a change that meets a
 *       replacement can bring the old content back. A custom time may move backwards.
 *   <li>Resumable uploads: a chunk is appended wherever it says that it belongs, so that one sent twice is there
 *       twice. A question for the state of an upload ends it, with what there is. The checksum is seen only where all
 *       comes in one chunk; {@code x-goog-hash} never. An upload cannot be cancelled. All of it is held in memory, and
 *       hashed again with each chunk.
 *   <li>Generations are microseconds of its clock: two writes of one name within one would share theirs.
 *   <li>Buckets: no lifecycle; a patch of it is forgotten.
 *   <li>Nobody is refused: no credentials, no payer, no key, no quota.
 * </ul>
 */
public final class FakeGcs implements StoreExtension.Store {
    private static final String VERSION = "v1.56.1";
    private static final int STARTS_MAX = 5;
    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final long END_SECONDS_MAX = 10;
    private static final int CONFLICT = 409;

    private final Process process;
    private final URI url;
    private final HttpClient http;
    private final Thread atExit;

    private FakeGcs(Process process, URI url, HttpClient http) {
        this.process = process;
        this.url = url;
        this.http = http;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** With objects in its memory. */
    public static FakeGcs start() throws IOException {
        return start(List.of("-backend", "memory"), FakeGcs::freePort);
    }

    /** With objects in a folder. */
    public static FakeGcs start(Path folder) throws IOException {
        return start(inFolder(folder), FakeGcs::freePort);
    }

    /** With objects in a folder, at the place of one that was closed. */
    public static FakeGcs startAgain(Path folder, FakeGcs closed) throws IOException {
        return start(inFolder(folder), closed.url()::getPort);
    }

    private static List<String> inFolder(Path folder) {
        return List.of("-backend", "filesystem", "-filesystem-root", folder.toString());
    }

    private interface Port {
        int next() throws IOException;
    }

    private static FakeGcs start(List<String> backend, Port ports) throws IOException {
        Path program = program().orElseGet(FakeGcs::absent);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(START_MAX)
                .build();
        for (int start = 1; ; start++) {
            int port = ports.next();
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(List.of("-scheme", "http", "-host", "127.0.0.1", "-port", "" + port));
            command.addAll(List.of("-public-host", "127.0.0.1:" + port, "-log-level", "error"));
            command.addAll(backend);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            FakeGcs started = new FakeGcs(process, URI.create("http://127.0.0.1:" + port), http);
            Awaitility.await("the emulator answers or ends")
                    .atMost(START_MAX)
                    .until(() -> !process.isAlive() || started.answers());
            if (process.isAlive()) {
                return started;
            }
            started.close();
            if (start == STARTS_MAX) {
                throw new IOException("the emulator does not start: exit status " + process.exitValue());
            }
        }
    }

    /** Where it is installed. */
    public static Optional<Path> program() {
        String home = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        String cache = System.getenv().getOrDefault("EIDER_CACHE", home + "/eider");
        return Stream.of(System.getProperty("eider.root") + "/target/prepared", cache)
                .map(folder -> Path.of(folder, "fake-gcs-server", VERSION))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path absent() {
        String absent = "fake-gcs-server " + VERSION + " is not installed (./test does it where there is Go)";
        if ("1".equals(System.getenv("EIDER_REQUIRE_SHARED"))) {
            return fail(absent);
        }
        return abort(absent);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/_internal/healthcheck"))
                    .timeout(START_MAX)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    /** The environment that leads clients to it. */
    public Map<String, String> variables() {
        return Map.of("STORAGE_EMULATOR_HOST", url.toString());
    }

    /** Makes a bucket, if there is none of the name. */
    @Override
    public void createBucket(String name) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/storage/v1/b"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200 && response.statusCode() != CONFLICT) {
                throw new IOException("no bucket " + name + ": " + response.statusCode() + " " + response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("the emulator does not end");
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
