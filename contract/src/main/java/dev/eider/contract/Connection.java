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
