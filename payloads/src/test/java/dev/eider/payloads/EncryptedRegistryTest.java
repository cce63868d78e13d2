package dev.eider.payloads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry over TLS: whom it trusts, and who trusts it. */
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
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(Path.of(store)), PASSWORD.toCharArray());
        TrustManagerFactory clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        keytool("-genkeypair", client().toString(), "-keyalg", "EC", "-dname", "CN=eider");
        clients.init(keys(client()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), clients.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asking = context.getDefaultSSLParameters();
                asking.setWantClientAuth(true);
                parameters.setSSLParameters(asking);
            }
        });
        server.createContext("/schemas/ids/7", exchange -> {
            byte[] answer = ("{\"schema\":\"" + peer((HttpsExchange) exchange) + "\"}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String peer(HttpsExchange exchange) {
        try {
            return exchange.getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "a stranger";
        }
    }

    private static Path client() {
        return folder.resolve("client.p12");
    }

    private static KeyStore keys(Path store) throws Exception {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
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
        return client(host, Map.of());
    }

    private static SchemaRegistry client(String host, Map<String, String> properties) throws EiderException {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort());
        return SchemaRegistry.of(new Connection.Kafka("events", "localhost:9", Optional.of(url), "g", properties))
                .orElseThrow();
    }

    private static Map<String, String> trustingProperties() {
        return Map.of(
                "schema.registry.ssl.truststore.location",
                folder.resolve("server.pem").toString(),
                "schema.registry.ssl.truststore.type",
                "PEM");
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
                    .hasValueSatisfying(schema -> assertThat(schema.text()).isEqualTo("a stranger"));
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

    @Test
    void trustsWhomItsPropertiesName() throws Exception {
        try (SchemaRegistry registry = client("127.0.0.1", trustingProperties())) {
            assertThat(registry.find(SchemaId.of(7))).isPresent();
        }
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        Map<String, String> properties = new HashMap<>(trustingProperties());
        properties.put("schema.registry.ssl.keystore.location", client().toString());
        properties.put("schema.registry.ssl.keystore.type", "PKCS12");
        properties.put("schema.registry.ssl.keystore.password", PASSWORD);
        try (SchemaRegistry registry = client("127.0.0.1", properties)) {
            assertThat(registry.find(SchemaId.of(7)))
                    .hasValueSatisfying(schema -> assertThat(schema.text()).isEqualTo("CN=eider"));
        }
        properties.put("schema.registry.ssl.keystore.password", "guessed-wrong");
        assertThatThrownBy(() -> client("127.0.0.1", properties))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageStartingWith("Cannot use the TLS settings of the schema registry of connection 'events'")
                .hasMessageNotContaining("guessed-wrong");
    }

    private static void requireRefused(SchemaRegistry registry) {
        assertThatThrownBy(() -> registry.find(SchemaId.of(7))).isInstanceOfSatisfying(EiderException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
            assertThat(e.getMessage())
                    .contains("the schema registry of connection 'events'")
                    .contains("its certificate is not trusted");
            assertThat(e.nextStep())
                    .hasValueSatisfying(step -> assertThat(step).contains("schema.registry.ssl.truststore.location"));
        });
    }
}
