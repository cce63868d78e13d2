package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.eider.contract.StorageSettings;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.BucketUrl;
import dev.eider.zones.StoreExtension;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A MinIO on a free port of loopback, for buckets at {@code s3://}; closing it stops it. Where it was not prepared
 * (acceptance/prepare/30-minio.sh), a test that starts it is skipped and says so; with EIDER_REQUIRE_SHARED=1 in the
 * environment the test fails instead.
 *
 * <p>It keeps {@code If-None-Match: *} and {@code If-Match} on PutObject and CompleteMultipartUpload under a lock of
 * the name, so that of any number of rivals one wins, and it verifies checksums. Not as S3: {@code If-Match} on
 * DeleteObject is ignored; rivals get 412 and never 409 ConditionalRequestConflict; a name and the same name as a
 * folder may exclude each other; of lifecycle rules it knows expiration by days, prefix and tags, refuses classes
 * that were not set up, and rules on unfinished uploads; it makes no checksum of parts that it copies; a listing by pages of a few names ends too early;
 * requester pays is ignored.
 */
public final class S3Server implements StoreExtension.Store {
    private static final String REGION = "us-east-1";
    private static final String USER = "eider-test";

    /** Of a server that only this test can reach. */
    private static final String PASSWORD = "eider-test-only";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final int STARTS_MAX = 3;
    private static final long STOP_SECONDS_MAX = 20;

    private final Process process;
    private final URI endpoint;
    private final Thread stop;

    private S3Server(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.stop = new Thread(process::destroyForcibly, "stop-minio");
    }

    /** Starts a server without buckets that keeps its objects in the folder. */
    public static S3Server start(Path folder) throws IOException {
        Path program = Path.of(System.getProperty("eider.root"), "target/prepared/minio/minio");
        if ("1".equals(System.getenv("EIDER_REQUIRE_SHARED"))) {
            assertThat(program).as("MinIO, required here").exists();
        }
        assumeThat(program)
                .as("MinIO, absent here: bash acceptance/prepare/30-minio.sh target/prepared")
                .exists();
        for (int attempt = 1; ; attempt++) {
            S3Server server = launch(program, folder);
            try {
                await().atMost(START_MAX)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> server.isReady() || !server.process.isAlive());
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            if (server.process.isAlive()) {
                Runtime.getRuntime().addShutdownHook(server.stop);
                return server;
            }
            // Somebody may have taken the port before it could.
            if (attempt == STARTS_MAX) {
                throw new IOException("MinIO does not start: " + Files.readString(log(folder)));
            }
        }
    }

    private static S3Server launch(Path program, Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        int port = freePort();
        String address = "127.0.0.1:" + port;
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "server",
                "--quiet",
                "--address",
                address,
                "--console-address",
                "127.0.0.1:0",
                data.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("MINIO_"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        folder.toString(),
                        "MINIO_ROOT_USER",
                        USER,
                        "MINIO_ROOT_PASSWORD",
                        PASSWORD,
                        "MINIO_BROWSER",
                        "off",
                        "MINIO_UPDATE",
                        "off"));
        builder.redirectErrorStream(true).redirectOutput(log(folder).toFile());
        return new S3Server(builder.start(), URI.create("http://" + address));
    }

    private static Path log(Path folder) {
        return folder.resolve("minio.log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    endpoint.resolve("/minio/health/ready").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /** What a program needs in its environment to reach it. */
    public Map<String, String> variables() {
        return variables(endpoint);
    }

    /** The same where another address leads to it. */
    public static Map<String, String> variables(URI endpoint) {
        return new TreeMap<>(Map.of(
                "AWS_ACCESS_KEY_ID", USER,
                "AWS_SECRET_ACCESS_KEY", PASSWORD,
                "AWS_REGION", REGION,
                "AWS_ENDPOINT_URL", endpoint.toString()));
    }

    @Override
    public void createBucket(String bucket) throws BucketException {
        client().createBucket(request -> request.bucket(bucket));
    }

    /** The SDK's own client of it, to see or to do what a bucket does not show or does not do. */
    S3Client client() throws BucketException {
        return S3Store.of(BucketUrl.of("s3://any-bucket"), StorageSettings.DEFAULT, variables())
                .patient();
    }

    /** A bucket of it, by a URL like {@code s3://bucket/prefix}. */
    public Bucket open(String url) throws BucketException {
        return open(url, endpoint);
    }

    /** The same through another address that leads to it. */
    public static Bucket open(String url, URI endpoint) throws BucketException {
        return new S3Provider().open(BucketUrl.of(url), StorageSettings.DEFAULT, variables(endpoint));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // The program ends already, and the hook does its work.
        }
    }
}
