package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a demo's zones live: its folder, a bucket of the user's, or one that an emulator on this machine keeps. */
final class DemoBucket implements AutoCloseable {
    private static final String NAME = "eider-demo";
    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 5;

    /** Ends the emulator with this program, however that ends: its standard input closes. */
    private static final String TIED = "\"$0\" \"$@\" </dev/null & child=$!; cat >/dev/null; kill $child; wait $child";

    private final Map<String, String> variables;
    private final Optional<Process> emulator;

    private DemoBucket(Map<String, String> variables, Optional<Process> emulator) {
        this.variables = variables;
        this.emulator = emulator;
    }

    /** The folder that the example names. */
    static DemoBucket folder() {
        return new DemoBucket(Map.of(), Optional.empty());
    }

    static DemoBucket at(String url) {
        return new DemoBucket(Map.of("BANK_BUCKET", url), Optional.empty());
    }

    /**
     * Starts an emulator of Google Cloud Storage on a free port.
     *
     * @param objects folder in which it keeps them from one demo to the next
     */
    static DemoBucket emulated(Installation installation, Path objects, Console console) throws EiderException {
        Path program = program(installation, console);
        try {
            Files.createDirectories(objects);
            int port = freePort();
            String url = "http://127.0.0.1:" + port;
            Process process = new ProcessBuilder(List.of(
                            "sh",
                            "-c",
                            TIED,
                            program.toString(),
                            "-scheme",
                            "http",
                            "-host",
                            "127.0.0.1",
                            "-port",
                            String.valueOf(port),
                            "-external-url",
                            url,
                            "-backend",
                            "filesystem",
                            "-filesystem-root",
                            objects.toString(),
                            "-log-level",
                            "error"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            DemoBucket bucket = new DemoBucket(
                    Map.of("BANK_BUCKET", "gs://" + NAME + "/bank", "STORAGE_EMULATOR_HOST", url),
                    Optional.of(process));
            try {
                make(url, process);
            } catch (EiderException e) {
                bucket.close();
                throw e;
            }
            console.note("An emulator of Google Cloud Storage answers on " + url);
            return bucket;
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Makes the bucket, as soon as the emulator answers. */
    private static void make(String url, Process process) throws EiderException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/storage/v1/b?project=demo"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + NAME + "\"}"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        try {
            for (Duration waited = Duration.ZERO;
                    waited.compareTo(START_MAX) < 0 && process.isAlive();
                    waited = waited.plus(LOOK_EVERY)) {
                try {
                    int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status == 200 || status == 409) {
                        return;
                    }
                    throw cannot("it answers " + status, null);
                } catch (ConnectException e) {
                    Thread.sleep(LOOK_EVERY.toMillis());
                }
            }
            throw cannot("it does not answer", null);
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannot("interrupted", e);
        }
    }

    /** The emulator's program, built where it is not. */
    private static Path program(Installation installation, Console console) throws EiderException {
        Path prepared = installation.home().resolve("target/prepared");
        Optional<Path> built = newest(prepared.resolve("fake-gcs-server"));
        if (built.isPresent()) {
            return built.get();
        }
        console.note("Preparing an emulator of Google Cloud Storage (a minute, once) …");
        Path script = installation.home().resolve("acceptance/prepare/20-fake-gcs-server.sh");
        try {
            new ProcessBuilder("bash", script.toString(), prepared.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannot("interrupted", e);
        }
        return newest(prepared.resolve("fake-gcs-server"))
                .orElseThrow(() -> new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Emulator not found: fake-gcs-server",
                        "install Go, which builds it (Debian: apt-get install golang-go), or eider demo --bucket URL"));
    }

    private static Optional<Path> newest(Path folder) throws EiderException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<Path> newest = Optional.empty();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "v*")) {
            for (Path file : files) {
                if (newest.isEmpty() || file.compareTo(newest.get()) > 0) {
                    newest = Optional.of(file);
                }
            }
            return newest;
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()), e);
        }
    }

    private static EiderException cannot(String reason, @Nullable Exception cause) {
        return new EiderException(
                ErrorCode.INTERNAL, "Cannot start the emulator of Google Cloud Storage: " + reason, null, cause);
    }

    /** What a command needs in its environment to find the bucket. */
    Map<String, String> variables() {
        return variables;
    }

    @Override
    public void close() {
        if (emulator.isEmpty()) {
            return;
        }
        Process process = emulator.get();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
