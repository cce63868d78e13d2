package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Context;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Reads the topics of one connection: one consumer, one thread that polls it and never waits for anything else longer
 * than a moment, so that the group keeps it.
 */
final class ConnectionReader {
    private static final Duration POLL = Duration.ofMillis(100);

    /** While something else is awaited, with which reading may begin or end. */
    private static final Duration POLL_BRIEFLY = Duration.ofMillis(10);

    private static final Duration LEAVE_MAX = Duration.ofSeconds(4);

    private static final Duration TOPICS_EVERY = Duration.ofSeconds(10);
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    private final Connection.Kafka connection;
    private final Subscription subscription;
    private final Cluster cluster;
    private final PollBudget budget = new PollBudget();
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Workers workers = new Workers();
    private final Patience patience;
    private final Tally tally;
    private final Assignment assignment;
    private final ChainOpener opener;
    private final NamedParts named;
    private final Optional<CatchUp> catchUp;
    private final Stop stop;
    private final Every topicsDue = new Every(TOPICS_EVERY);
    private final Every tellDue = new Every(TELL_EVERY);
    private Set<String> topics = Set.of();

    ConnectionReader(
            Connection.Kafka connection,
            Cluster cluster,
            RangeSchemas schemas,
            Subscription subscription,
            StreamSettings settings,
            Setting setting,
            Stop stop)
            throws EiderException {
        this.connection = connection;
        this.subscription = subscription;
        this.patience = setting.patience();
        this.stop = stop;
        this.tally = setting.tally();
        this.cluster = cluster;
        RangeCommitter committer =
                new RangeCommitter(cluster, schemas, setting.context(), setting.recorder(), patience);
        this.named = new NamedParts(connection.name(), settings);
        this.opener = new ChainOpener(cluster, committer, settings);
        String group = ReadingGroup.name(connection, setting.context().bucket(), subscription.contracts());
        this.consumer = Clients.consumer(connection, group, cluster.hasNewGroups(), budget);
        this.assignment = new Assignment(
                consumer,
                subscription,
                settings,
                new Assignment.Parts(setting.context(), workers, patience, opener, committer, tally));
        this.catchUp = settings.until() == StreamSettings.Until.CAUGHT_UP
                ? Optional.of(new CatchUp(connection.name(), group, subscription, assignment, opener, workers))
                : Optional.empty();
    }

    /** What it works with; the context's bucket and ledger are patient. */
    record Setting(Context context, Patience patience, Recorder recorder, Tally tally) {}

    /** Reads until it is stopped, or has read what the settings ask for. */
    StreamReport run() throws EiderException {
        try (workers) {
            try {
                begin();
                do {
                    assignment.goOn();
                    while (!isAtEnd()) {
                        poll();
                        assignment.tend();
                        lookAround();
                    }
                    end();
                } while (!isOver() && catchUp.isPresent() && catchUp.get().isShort());
            } finally {
                assignment.leave();
                leave();
            }
            named.unused(opener.used(), tally.report().incidents()).forEach(tally::warned);
            return tally.report();
        }
    }

    private void begin() throws EiderException {
        Set<String> names = patience.persist(cluster::topicNames);
        subscription.requireNamed(names);
        subscription.unmatched(names).forEach(tally::warned);
        topics = subscription.of(names);
        named.require(cluster, topics);
        topicsDue.isDue();
        if (catchUp.isPresent()) {
            catchUp.get().begin(cluster, topics);
        }
        subscribe();
    }

    private void subscribe() {
        if (topics.isEmpty()) {
            consumer.unsubscribe();
        } else {
            consumer.subscribe(topics, assignment);
        }
    }

    private void poll() throws EiderException {
        if (topics.isEmpty()) {
            workers.apply(POLL.toNanos());
            return;
        }
        budget.reset();
        try {
            assignment.take(consumer.poll(workers.areIdle() ? POLL : POLL_BRIEFLY));
        } catch (LogTruncationException e) {
            Map<TopicPartition, OptionalLong> divergences = new HashMap<>();
            e.partitions().forEach(name -> divergences.put(name, OptionalLong.empty()));
            e.divergentOffsets().forEach((name, at) -> divergences.put(name, OptionalLong.of(at.offset())));
            assignment.placement().truncated(divergences);
        } catch (OffsetOutOfRangeException e) {
            assignment.placement().outOfRange(e.partitions());
        } catch (NoOffsetForPartitionException e) {
            // The group has no offsets, and none are asked for: each partition is placed by its chain.
            assignment.placement().placeAnew(e.partitions());
        } catch (RetriableException e) {
            // The client tries again at the next poll.
            workers.apply(POLL.toNanos());
        } catch (InterruptException e) {
            throw new EiderException(ErrorCode.INTERNAL, "Cannot read " + connection.name() + ": interrupted");
        } catch (KafkaException e) {
            throw KafkaFailures.of(connection, "read topics of", e);
        }
    }

    private void lookAround() {
        if (topicsDue.isDue()) {
            // Nobody else tells of brokers that are away while there is nothing to commit.
            workers.submit(
                    cluster::topicNames,
                    this::topicsAre,
                    failure -> patience.tell(String.valueOf(failure.getMessage())));
        }
        if (tellDue.isDue()) {
            tell();
        }
    }

    private void tell() {
        tally.at(assignment.taken(), assignment.lags(), assignment.partitions().broken());
    }

    private void topicsAre(Set<String> names) {
        assignment.placement().gone(names);
        askForUnread(names);
        Set<String> read = subscription.of(names);
        if (!read.equals(topics)) {
            topics = read;
            subscribe();
        }
    }

    /** How much waits in partitions that are not read any further: nobody polls them. */
    private void askForUnread(Set<String> names) {
        List<TopicPartition> unread = assignment.partitions().unread(names);
        if (!unread.isEmpty()) {
            workers.submit(() -> cluster.readableEnds(unread), assignment.partitions()::readable, failure -> {
                // What was known before stands.
            });
        }
    }

    private boolean isOver() {
        return stop.isAsked() || assignment.partitions().areBroken();
    }

    private boolean isAtEnd() throws EiderException {
        return isOver() || (catchUp.isPresent() && catchUp.get().isReached(topics));
    }

    /** Commits what is held. */
    private void end() throws EiderException {
        assignment.end();
        assignment.tend();
        while (!assignment.partitions().areIdle() && !stop.isOver()) {
            poll();
            assignment.tend();
        }
        tell();
        if (!assignment.partitions().areIdle()) {
            throw new EiderException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot commit what was read last: the bucket, the brokers or the registry do not answer in time",
                    "Run the command again: it is read again");
        }
    }

    private void leave() {
        try {
            consumer.close(CloseOptions.timeout(LEAVE_MAX));
        } catch (KafkaException e) {
            // The group lets go of it after a while by itself.
        }
    }
}
