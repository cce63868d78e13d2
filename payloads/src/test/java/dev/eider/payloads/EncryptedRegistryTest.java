package dev.eider.payloads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry over TLS: who signed its certificate is known by Java's truststore, or not. */
final class EncryptedRegistryTest {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "of-the-tests";

    @TempDir
    private static Path folder;

    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        String store = folder.resolve("server.p12").toString();
        String certificate = folder.resolve("server.pem").toString();
        String trusted = folder.resolve("trusted.jks").toString();
        keytool("-genkeypair", store, "-keyalg", "EC", "-dname", "CN=registry", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", store, "-rfc", "-file", certificate);
        // Of a store of this type certificates are read without a password.
        keytool("-importcert", trusted, "-storetype", "JKS", "-noprompt", "-file", certificate);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(store))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/schemas/ids/7", exchange -> {
            byte[] answer = "{\"schema\":\"\\\"string\\\"\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static void keytool(String verb, String store, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), verb));
        command.addAll(List.of("-keystore", store, "-storepass", PASSWORD));
        command.addAll(List.of(options));
        Path log = folder.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }

    /** Of what Java trusts while the client is made. */
    private static SchemaRegistry client(String host) throws EiderException {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort());
        return SchemaRegistry.of(new Connection.Kafka("events", "localhost:9", Optional.of(url), "g", Map.of()))
                .orElseThrow();
    }

    private static SchemaRegistry trustingClient(String host) throws EiderException {
        System.setProperty(TRUST_STORE, folder.resolve("trusted.jks").toString());
        try {
            return client(host);
        } finally {
            System.clearProperty(TRUST_STORE);
        }
    }

    @Test
    void trustsWhomJavaTrusts() throws Exception {
        try (SchemaRegistry registry = trustingClient("127.0.0.1")) {
            assertThat(registry.find(SchemaId.of(7)))
                    .hasValueSatisfying(schema -> assertThat(schema.text()).isEqualTo("\"string\""));
        }
    }

    @Test
    void refusesWhomJavaDoesNotTrust() throws Exception {
        try (SchemaRegistry registry = client("127.0.0.1")) {
            requireRefused(registry);
        }
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        try (SchemaRegistry registry = trustingClient("localhost")) {
            requireRefused(registry);
        }
    }

    private static void requireRefused(SchemaRegistry registry) {
        assertThatThrownBy(() -> registry.find(SchemaId.of(7))).isInstanceOfSatisfying(EiderException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
            assertThat(e.getMessage())
                    .contains("the schema registry of connection 'events'")
                    .contains("its certificate is not trusted");
            assertThat(e.nextStep()).hasValueSatisfying(step -> assertThat(step).contains("javax.net.ssl.trustStore"));
        });
    }
}
