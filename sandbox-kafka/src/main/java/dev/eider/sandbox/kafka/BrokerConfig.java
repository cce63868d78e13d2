package dev.eider.sandbox.kafka;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a broker is started with. Immutable.
 *
 * @param port where clients connect, on loopback; 0 takes a free one, which stays the broker's over restarts
 * @param heap the most memory for Java's objects, as {@code -Xmx} takes it
 * @param properties of the broker, over {@link #defaults()}: any of {@code server.properties}; {@code listeners} and {@code
 *     advertised.listeners} come beside the plain one
 */
public record BrokerConfig(int port, String heap, Map<String, String> properties) {
    /** Copies the properties, in their order. */
    public BrokerConfig {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** A small broker that reacts quickly: no topic by itself, no waiting before a group's first assignment. */
    public static BrokerConfig defaults() {
        return new BrokerConfig(0, "256m", Map.of());
    }

    /** The same at this port. */
    public BrokerConfig port(int newPort) {
        return new BrokerConfig(newPort, heap, properties);
    }

    /** The same with this much heap: {@code 512m}. */
    public BrokerConfig heap(String newHeap) {
        return new BrokerConfig(port, newHeap, properties);
    }

    /** The same with one property of the broker set, whatever it was. */
    public BrokerConfig with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(properties);
        changed.put(name, value);
        return new BrokerConfig(port, heap, changed);
    }

    /** The same with a log cleaner that compacts soon, for topics of {@code cleanup.policy=compact}. */
    public BrokerConfig compactingSoon() {
        return with("log.cleaner.backoff.ms", "100")
                .with("log.cleaner.min.cleanable.ratio", "0.01")
                .with("log.cleaner.delete.retention.ms", "100");
    }

    /** The same with a look at retention every so many milliseconds. */
    public BrokerConfig retentionCheckedEvery(int millis) {
        return with("log.retention.check.interval.ms", Integer.toString(millis));
    }
}
