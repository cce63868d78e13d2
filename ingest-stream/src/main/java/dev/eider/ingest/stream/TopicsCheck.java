package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Source;
import dev.eider.payloads.SchemaRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers of a connection, and its registry, what readers will ask them. Reads nothing, joins no group, and
 * waits some ten seconds for an answer. Used by one thread, which closes it.
 */
public final class TopicsCheck implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(5);

    private final Connection.Kafka connection;
    private final Cluster cluster;
    private @Nullable Set<String> names;

    private TopicsCheck(Connection.Kafka connection) throws EiderException {
        this.connection = connection;
        this.cluster = new Cluster(connection);
    }

    /** @throws EiderException of code INVALID_CONFIGURATION where its properties cannot be used */
    public static TopicsCheck of(Connection.Kafka connection) throws EiderException {
        Map<String, String> properties = new HashMap<>(connection.properties());
        properties.put("request.timeout.ms", String.valueOf(REQUEST_MAX.toMillis()));
        properties.put("default.api.timeout.ms", String.valueOf(ANSWER_MAX.toMillis()));
        return new TopicsCheck(new Connection.Kafka(
                connection.name(),
                connection.bootstrapServers(),
                connection.schemaRegistry(),
                connection.groupId(),
                properties,
                connection.topics()));
    }

    /**
     * The brokers that are up.
     *
     * @param count how many
     * @param haveNewGroups whether they speak the new protocol of groups
     */
    public record Brokers(int count, boolean haveNewGroups) {}

    /** @throws EiderException where none answers in time, or they refuse to */
    public Brokers brokers() throws EiderException {
        return new Brokers(cluster.brokers(), cluster.hasNewGroups());
    }

    /**
     * Topics that a dataset reads.
     *
     * @param count how many there are; none is possible for a pattern
     * @param partitions of all of them
     */
    public record Topics(int count, int partitions) {}

    /** @throws EiderException of code NOT_FOUND where a topic that the contract names is not there */
    public Topics topics(Contract contract) throws EiderException {
        Source.Topic source = contract.source().topic().orElseThrow();
        Subscription subscription = new Subscription(connection.name(), List.of(contract));
        subscription.requireNamed(names());
        Collection<Cluster.Topic> topics =
                cluster.topics(subscription.of(names())).values();
        if (topics.isEmpty() && !source.isPattern()) {
            subscription.requireNamed(Set.of());
        }
        return new Topics(
                topics.size(),
                topics.stream().mapToInt(Cluster.Topic::partitions).sum());
    }

    private Set<String> names() throws EiderException {
        if (names == null) {
            names = cluster.topicNames();
        }
        return names;
    }

    /**
     * Asks the registry for something that it has not.
     *
     * @return where it is; empty where the connection has none
     * @throws EiderException where it does not answer in time, or refuses to, or is none
     */
    public Optional<String> registry() throws EiderException {
        if (connection.schemaRegistry().isEmpty()) {
            return Optional.empty();
        }
        String authority = connection.schemaRegistry().get().getAuthority();
        CompletableFuture<Optional<EiderException>> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> answer.complete(failure()), "eider-registry-check");
        asking.setDaemon(true);
        asking.start();
        try {
            Optional<EiderException> failure = answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return Optional.of(authority);
        } catch (InterruptedException e) {
            throw KafkaFailures.interrupted(connection, "ask the registry of", e);
        } catch (TimeoutException | ExecutionException e) {
            asking.interrupt();
            throw new EiderException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Cannot ask the schema registry of connection '" + connection.name() + "' at " + authority
                            + ": no answer in " + ANSWER_MAX.toSeconds() + " s",
                    "Check schema_registry of the connection in eider.yaml, and that the registry is up",
                    e);
        }
    }

    private Optional<EiderException> failure() {
        try (SchemaRegistry registry = SchemaRegistry.of(connection).orElseThrow()) {
            registry.requireThere();
            // It may be there and refuse whoever asks for a schema.
            registry.latest("eider-doctor");
            return Optional.empty();
        } catch (EiderException e) {
            return Optional.of(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
