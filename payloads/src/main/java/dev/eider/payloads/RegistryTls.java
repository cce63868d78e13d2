package dev.eider.payloads;

import dev.eider.contract.ClientProperties;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client of a registry trusts, and how it says who it is: properties like those of brokers, by the same names
 * behind a prefix, and read by the same code.
 */
record RegistryTls(SSLSocketFactory sockets, X509TrustManager trusted) {
    /** The settings of a connection; empty where it has none, so that Java's own count. */
    static Optional<RegistryTls> of(Connection.Kafka connection) throws EiderException {
        Map<String, String> properties = new HashMap<>();
        connection.properties().forEach((name, value) -> {
            if (name.startsWith(ClientProperties.REGISTRY + "ssl.")) {
                properties.put(name.substring(ClientProperties.REGISTRY.length()), value);
            }
        });
        if (properties.isEmpty()) {
            return Optional.empty();
        }
        ConfigDef names = new ConfigDef();
        SslConfigs.addClientSslSupport(names);
        try (DefaultSslEngineFactory engines = new DefaultSslEngineFactory()) {
            engines.configure(names.parse(properties));
            return Optional.of(new RegistryTls(engines.sslContext().getSocketFactory(), trusted(engines.truststore())));
        } catch (KafkaException | GeneralSecurityException e) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Cannot use the TLS settings of the schema registry of connection '" + connection.name() + "': "
                            + e.getMessage(),
                    "Check " + ClientProperties.REGISTRY + "ssl.… in the connection's properties",
                    e);
        }
    }

    /** @param store of certificates; without it, those that Java trusts */
    private static X509TrustManager trusted(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
