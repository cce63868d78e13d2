package dev.eider.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.sandbox.kafka.Broker;
import dev.eider.sandbox.kafka.BrokerConfig;
import dev.eider.sandbox.kafka.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that asks who reads, over TLS: its records are read, and no secret is told. */
@Tag("slow")
final class SecuredBrokerTest {
    private static final String TOPIC = "secured";
    private static final int RECORDS = 100;
    private static final String PASSWORD = "correct-horse-7";
    private static final String WRONG = "wrong-battery-8";
    private static final String STORE_PASSWORD = "staple-of-stores";
    private static final String MODULES = "org.apache.kafka.common.security.";

    @TempDir
    private static Path common;

    private static TokenIssuer issuer;
    private static Broker broker;
    private static String saslAddress;
    private static String sslAddress;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        issuer = new TokenIssuer("eider", PASSWORD);
        keys("broker");
        keys("client");
        saslAddress = freeAddress();
        sslAddress = freeAddress();
        String listeners = "SASL_SSL://" + saslAddress + ",SSL://" + sslAddress;
        String sasl = "listener.name.sasl_ssl.";
        String oauth = sasl + "oauthbearer.";
        broker = Broker.start(
                common.resolve("data"),
                BrokerConfig.defaults()
                        .with("listeners", listeners)
                        .with("advertised.listeners", listeners)
                        .with(
                                "ssl.keystore.location",
                                common.resolve("broker.p12").toString())
                        .with("ssl.keystore.type", "PKCS12")
                        .with("ssl.keystore.password", STORE_PASSWORD)
                        .with(
                                "ssl.truststore.location",
                                common.resolve("client.pem").toString())
                        .with("ssl.truststore.type", "PEM")
                        .with("listener.name.ssl.ssl.client.auth", "required")
                        .with("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512,OAUTHBEARER")
                        .with(
                                sasl + "plain.sasl.jaas.config",
                                MODULES + "plain.PlainLoginModule required user_eider=\"" + PASSWORD + "\";")
                        .with(sasl + "scram-sha-512.sasl.jaas.config", MODULES + "scram.ScramLoginModule required;")
                        .with(oauth + "sasl.jaas.config", MODULES + "oauthbearer.OAuthBearerLoginModule required;")
                        .with(
                                oauth + "sasl.server.callback.handler.class",
                                MODULES + "oauthbearer.OAuthBearerValidatorCallbackHandler")
                        .with(oauth + "sasl.oauthbearer.jwks.endpoint.url", issuer.url("/keys"))
                        .with(oauth + "sasl.oauthbearer.expected.audience", TokenIssuer.AUDIENCE));
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.admin()
                    .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "eider", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
            topics.create(TOPIC, 1);
            topics.produce(TOPIC, 0, World.values("v", RECORDS));
        }
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        if (issuer != null) {
            issuer.close();
        }
    }

    @Test
    void readsByPlainOverTls() throws Exception {
        requireReadsAll(sasl("PLAIN", login("plain.PlainLoginModule", PASSWORD)));
    }

    @Test
    void readsByScramOverTls() throws Exception {
        requireReadsAll(sasl("SCRAM-SHA-512", login("scram.ScramLoginModule", PASSWORD)));
    }

    @Test
    void readsByACertificateOfItsOwn() throws Exception {
        Map<String, String> properties = tls("SSL");
        properties.put("ssl.keystore.location", common.resolve("client.p12").toString());
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.password", secret("store", STORE_PASSWORD));
        World world = world(sslAddress, properties);
        world.catchUp();
        assertThat(world.values(0)).isEqualTo(World.texts("v", RECORDS));
    }

    @Test
    void refusesAReaderWithoutACertificate() throws Exception {
        requireRefused(world(sslAddress, tls("SSL")));
    }

    @Test
    void saysThatAPasswordIsWrongWithoutTellingIt() throws Exception {
        requireRefused(saslWorld(sasl("PLAIN", login("plain.PlainLoginModule", WRONG))));
        requireRefused(saslWorld(sasl("SCRAM-SHA-512", login("scram.ScramLoginModule", WRONG))));
    }

    @Test
    void refusesABrokerThatItDoesNotTrust() throws Exception {
        Map<String, String> properties = sasl("PLAIN", login("plain.PlainLoginModule", PASSWORD));
        properties.put("ssl.truststore.location", common.resolve("client.pem").toString());
        requireRefused(saslWorld(properties));
    }

    @Test
    void readsByTokensOfAnIssuer() throws Exception {
        requireReadsAll(oauth(PASSWORD));
        assertThat(issuer.asked).hasPositiveValue();
    }

    @Test
    void saysThatAnIssuerOrABrokerRefusesWithoutTellingASecret() throws Exception {
        requireRefused(saslWorld(oauth(WRONG)));
        issuer.audience = "others";
        try {
            requireRefused(saslWorld(oauth(PASSWORD)));
        } finally {
            issuer.audience = TokenIssuer.AUDIENCE;
        }
        // Clients of one JVM share a login for as long as one of them is open.
        requireReadsAll(oauth(PASSWORD));
    }

    private void requireReadsAll(Map<String, String> properties) throws Exception {
        World world = saslWorld(properties);
        assertThat(world.catchUp().incidents()).isEmpty();
        assertThat(world.values(0)).isEqualTo(World.texts("v", RECORDS));
    }

    private static void requireRefused(World world) {
        EiderException refusal = catchThrowableOfType(EiderException.class, world::catchUp);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        assertThat(refusal).hasMessageContaining("events").hasMessageNotContainingAny(PASSWORD, WRONG, STORE_PASSWORD);
        assertThat(refusal.nextStep().orElseThrow()).contains("Check the properties of connection events");
    }

    private World saslWorld(Map<String, String> properties) throws Exception {
        return world(saslAddress, properties);
    }

    private World world(String address, Map<String, String> properties) throws Exception {
        return World.of(folder, address, Map.of("event", "topic: " + TOPIC), properties);
    }

    private Map<String, String> sasl(String mechanism, String jaas) throws IOException {
        Map<String, String> properties = tls("SASL_SSL");
        properties.put("sasl.mechanism", mechanism);
        properties.put("sasl.jaas.config", secret("jaas", jaas));
        return properties;
    }

    private Map<String, String> oauth(String secret) throws IOException {
        Map<String, String> properties = sasl(
                "OAUTHBEARER",
                MODULES + "oauthbearer.OAuthBearerLoginModule required clientId=\"eider\" clientSecret=\"" + secret
                        + "\";");
        properties.put("sasl.login.callback.handler.class", MODULES + "oauthbearer.OAuthBearerLoginCallbackHandler");
        properties.put("sasl.oauthbearer.token.endpoint.url", issuer.url("/token"));
        return properties;
    }

    private static Map<String, String> tls(String protocol) {
        Map<String, String> properties = new HashMap<>();
        properties.put("security.protocol", protocol);
        properties.put("ssl.truststore.location", common.resolve("broker.pem").toString());
        properties.put("ssl.truststore.type", "PEM");
        return properties;
    }

    private static String login(String module, String password) {
        return MODULES + module + " required username=\"eider\" password=\"" + password + "\";";
    }

    /** A reference to a file that holds the text. */
    private String secret(String name, String text) throws IOException {
        return "${file:" + Files.writeString(folder.resolve(name), text + "\n") + "}";
    }

    /** A key with its own certificate in {@code NAME.p12}, and the certificate in {@code NAME.pem}. */
    private static void keys(String name) throws Exception {
        String store = common.resolve(name + ".p12").toString();
        keytool("-genkeypair", store, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1");
        keytool(
                "-exportcert",
                store,
                "-rfc",
                "-file",
                common.resolve(name + ".pem").toString());
    }

    private static void keytool(String verb, String store, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(verb, "-keystore", store, "-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        command.addAll(List.of(options));
        Path log = common.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
