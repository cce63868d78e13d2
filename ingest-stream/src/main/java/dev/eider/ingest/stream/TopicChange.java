package dev.eider.ingest.stream;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One thing that is done to the topics of a connection. None takes records or partitions away. */
public sealed interface TopicChange {
    String topic();

    /** The change in words: {@code create, 6 partitions, 3 copies, retention.ms=604800000}. */
    String describe();

    /**
     * A topic is made.
     *
     * @param settings as Kafka names them
     */
    record Create(String topic, int partitions, int replicationFactor, Map<String, String> settings)
            implements TopicChange {
        public Create {
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }

        @Override
        public String describe() {
            StringBuilder text = new StringBuilder("create, " + partitions + " partition" + (partitions == 1 ? "" : "s")
                    + ", " + replicationFactor + (replicationFactor == 1 ? " copy" : " copies"));
            settings.forEach(
                    (name, value) -> text.append(", ").append(name).append('=').append(value));
            return text.toString();
        }
    }

    /** Partitions are added; keys go to other partitions from then on. */
    record AddPartitions(String topic, int from, int to) implements TopicChange {
        @Override
        public String describe() {
            return "partitions " + from + " -> " + to + " (keys go to other partitions from then on)";
        }
    }

    /**
     * A setting is changed.
     *
     * @param name as Kafka has it
     */
    record Set(String topic, String name, String from, String to) implements TopicChange {
        @Override
        public String describe() {
            return name + " " + from + " -> " + to;
        }
    }
}
