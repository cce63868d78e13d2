package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/**
 * Lets Kafka's clients ask the URLs that a connection names for OAuth: they refuse any that a property of the JVM does
 * not name, which is to guard servers that take properties from strangers. Those of a project are its owner's.
 */
final class AllowedUrls {
    private static final String PROPERTY = BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG;
    private static final List<String> NAMES =
            List.of(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, SaslConfigs.SASL_OAUTHBEARER_JWKS_ENDPOINT_URL);

    private AllowedUrls() {}

    /** Adds those of a connection to what is allowed already. */
    static synchronized void add(Connection.Kafka connection) {
        Set<String> allowed = new LinkedHashSet<>();
        Optional.ofNullable(System.getProperty(PROPERTY))
                .ifPresent(urls -> allowed.addAll(Arrays.asList(urls.split(","))));
        for (String name : NAMES) {
            Optional.ofNullable(connection.properties().get(name)).ifPresent(allowed::add);
        }
        if (!allowed.isEmpty()) {
            System.setProperty(PROPERTY, String.join(",", allowed));
        }
    }
}
