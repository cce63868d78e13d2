package dev.eider.contract;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A named place outside that sources are read from. */
public sealed interface Connection {
    String name();

    /**
     * A REST API.
     *
     * @param requestsPerSecond most requests a second
     */
    record Api(
            String name,
            URI baseUrl,
            Auth auth,
            Map<String, String> headers,
            Optional<Double> requestsPerSecond,
            Retry retry,
            Duration timeout)
            implements Connection {
        public Api {
            headers = Ordered.copyOf(headers);
        }
    }

    /**
     * A Kafka cluster.
     *
     * @param bootstrapServers {@code host:port}, separated by commas
     * @param schemaRegistry base URL of the registry of schemas
     * @param groupId what the names of consumer groups begin with
     * @param properties of Kafka's clients, as Kafka names them; secrets among them
     * @param topics those that are made and kept by what is said here, by name
     */
    record Kafka(
            String name,
            String bootstrapServers,
            Optional<URI> schemaRegistry,
            String groupId,
            Map<String, String> properties,
            Map<String, TopicSettings> topics)
            implements Connection {
        public Kafka {
            properties = Ordered.copyOf(properties);
            topics = Ordered.copyOf(topics);
        }

        /** One whose topics others keep. */
        public Kafka(
                String name,
                String bootstrapServers,
                Optional<URI> schemaRegistry,
                String groupId,
                Map<String, String> properties) {
            this(name, bootstrapServers, schemaRegistry, groupId, properties, Map.of());
        }

        /** Without the properties, which may hold secrets. */
        @Override
        public String toString() {
            return "Kafka[" + name + ", " + bootstrapServers + ", groups " + groupId + "]";
        }
    }

    /**
     * When to try again.
     *
     * @param attempts most tries of one request
     * @param budget most time spent on one request, waits included
     */
    record Retry(int attempts, Duration budget) {
        public static final Retry DEFAULT = new Retry(8, Duration.ofMinutes(15));
    }

    /** How requests say who asks. */
    sealed interface Auth {
        record None() implements Auth {}

        record Bearer(Secret token) implements Auth {}

        record ApiKey(String keyName, Secret key, Location location) implements Auth {}

        /** Where an API key stands. */
        enum Location {
            HEADER,
            QUERY
        }
    }
}
