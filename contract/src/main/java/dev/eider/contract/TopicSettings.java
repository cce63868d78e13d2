package dev.eider.contract;

import java.time.Duration;
import java.util.Optional;

/**
 * What is asked of a topic; what is left out is the brokers' choice, or a rule's where the topic is made.
 *
 * @param partitions never fewer than there are
 * @param replicationFactor copies, when the topic is made
 * @param minInsyncReplicas copies that an acknowledgement of all waits for
 * @param retention how long records are kept; {@link #FOREVER} for no end
 * @param cleanupPolicy {@code delete} or {@code compact}
 * @param compressionType as Kafka names it
 */
public record TopicSettings(
        Optional<Integer> partitions,
        Optional<Integer> replicationFactor,
        Optional<Integer> minInsyncReplicas,
        Optional<Duration> retention,
        Optional<String> cleanupPolicy,
        Optional<String> compressionType) {
    /** A retention without an end. */
    public static final Duration FOREVER = Duration.ofMillis(-1);

    /** Nothing is asked. */
    public static final TopicSettings NONE = new TopicSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
