package dev.eider.contract;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where a dataset's records come from: an API, topics, or both. */
public sealed interface Source {
    /** Intervals of the source; empty: each run takes a full snapshot of the day. */
    Optional<Incremental> incremental();

    /** The API that batches are read from. */
    Optional<Api> api();

    /** The topics that are followed. */
    Optional<Topic> topic();

    /** What to do with a response that is no page of records. */
    enum OnBadPage {
        FAIL,
        SKIP
    }

    /**
     * A REST API.
     *
     * @param connection entry of the project's connections
     * @param path below the connection's base URL; may hold {@code {interval.start:%Y-%m-%d}}
     * @param params query parameters, filled like the path
     * @param dataSelector where the records stand in a body
     * @param totalPath where the API states how many there are
     */
    record Api(
            String connection,
            String path,
            Map<String, String> params,
            Map<String, String> headers,
            FieldPath dataSelector,
            Paginator paginator,
            Optional<FieldPath> totalPath,
            Optional<Incremental> incremental,
            OnBadPage onBadPage)
            implements Source {
        public Api {
            params = Ordered.copyOf(params);
            headers = Ordered.copyOf(headers);
        }

        @Override
        public Optional<Api> api() {
            return Optional.of(this);
        }

        @Override
        public Optional<Topic> topic() {
            return Optional.empty();
        }
    }

    /**
     * Kafka topics.
     *
     * @param connection entry of the project's connections
     * @param topics name of the topic, or a regular expression that whole names match
     * @param isPattern whether it is an expression; its named groups are fields of {@code $meta}
     * @param format of values: {@code JSON}, {@code AVRO} or {@code PROTOBUF}
     * @param keyFormat of keys: the same, or {@code STRING}
     * @param schema of values where no registry tells it
     */
    record Topic(
            String connection,
            String topics,
            boolean isPattern,
            PayloadFormat format,
            PayloadFormat keyFormat,
            Optional<SchemaFile> schema,
            Tombstones tombstones)
            implements Source {
        /**
         * What a topic's name captures, by group; empty where the source does not read that topic.
         *
         * @param topic a topic's whole name
         */
        public Optional<Map<String, String>> captures(String topic) {
            if (!isPattern) {
                return topics.equals(topic) ? Optional.of(Map.of()) : Optional.empty();
            }
            Pattern pattern = Pattern.compile(topics);
            Matcher matcher = pattern.matcher(topic);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Map<String, String> captures = new TreeMap<>();
            for (String group : pattern.namedGroups().keySet()) {
                String captured = matcher.group(group);
                if (captured != null) {
                    captures.put(group, captured);
                }
            }
            return Optional.of(captures);
        }

        /**
         * Names of a pattern's groups.
         *
         * @throws com.google.re2j.PatternSyntaxException for what is no pattern
         */
        public static Set<String> groups(String pattern) {
            return Set.copyOf(Pattern.compile(pattern).namedGroups().keySet());
        }

        @Override
        public Optional<Incremental> incremental() {
            return Optional.empty();
        }

        @Override
        public Optional<Api> api() {
            return Optional.empty();
        }

        @Override
        public Optional<Topic> topic() {
            return Optional.of(this);
        }
    }

    /** One dataset's history from an API and its present from topics; {@code updated_at} decides between them. */
    record Both(Api history, Topic live) implements Source {
        @Override
        public Optional<Incremental> incremental() {
            return history.incremental();
        }

        @Override
        public Optional<Api> api() {
            return Optional.of(history);
        }

        @Override
        public Optional<Topic> topic() {
            return Optional.of(live);
        }
    }

    /** What the bytes of keys and values hold. */
    enum PayloadFormat {
        STRING,
        JSON,
        AVRO,
        PROTOBUF
    }

    /** What a record without a value means. */
    enum Tombstones {
        /** It is left out, and counted as filtered. */
        EXCLUDE,
        REJECT
    }

    /**
     * A schema beside the contract.
     *
     * @param name of the file, which tells its kind: {@code .avsc}, {@code .proto}, {@code .json}
     */
    record SchemaFile(String name, String text) {}
}
