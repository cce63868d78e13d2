package dev.eider.ingest.stream;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether all that was there when a run began is in raw, by whichever member of the group. Owned by the thread that
 * polls.
 */
final class CatchUp {
    /** Longest that nothing is read though there is something to read. */
    private static final Duration PROGRESS_MAX = Duration.ofMinutes(15);

    private static final Duration OTHERS_EVERY = Duration.ofSeconds(2);

    private final String connection;
    private final String group;
    private final Subscription subscription;
    private final Assignment assignment;
    private final ChainOpener opener;
    private final Workers workers;
    private final Every othersDue = new Every(OTHERS_EVERY);
    private final Map<TopicPartition, Long> targets = new HashMap<>();
    private boolean isAsking;
    private long progress = -1;
    private long progressOfOthers = -1;
    private long progressAt;

    CatchUp(
            String connection,
            String group,
            Subscription subscription,
            Assignment assignment,
            ChainOpener opener,
            Workers workers) {
        this.connection = connection;
        this.group = group;
        this.subscription = subscription;
        this.assignment = assignment;
        this.opener = opener;
        this.workers = workers;
    }

    /** Aims at what these topics hold now. */
    void begin(Cluster cluster, Set<String> topics) throws EiderException {
        List<TopicPartition> partitions = new ArrayList<>();
        cluster.topics(topics).forEach((name, topic) -> {
            for (int number = 0; number < topic.partitions(); number++) {
                partitions.add(new TopicPartition(name, number));
            }
        });
        targets.putAll(cluster.readableEnds(partitions));
    }

    /**
     * Whether it is all taken here or in raw by others.
     *
     * @param topics that are read still
     */
    boolean isReached(Set<String> topics) throws EiderException {
        requireProgress();
        if (isShort()) {
            return false;
        }
        targets.keySet().removeIf(name -> !topics.contains(name.topic()));
        Map<TopicPartition, Long> others = new HashMap<>(targets);
        others.keySet().removeAll(assignment.partitions().names());
        if (!others.isEmpty() && !isAsking && othersDue.isDue()) {
            isAsking = true;
            workers.submit(
                    () -> opener.others(others, subscription),
                    found -> {
                        isAsking = false;
                        targets.keySet().removeAll(found.reached());
                        if (found.offsets() != progressOfOthers) {
                            progressOfOthers = found.offsets();
                            progressAt = System.nanoTime();
                        }
                    },
                    failure -> isAsking = false);
        }
        return others.isEmpty();
    }

    /** Whether one of the partitions here is not there yet, or no longer: somebody else's shorter range may stand. */
    boolean isShort() {
        return !assignment.partitions().haveReached(targets);
    }

    /** What waits for the bucket is progress as well: the bucket's budget bounds it. */
    private void requireProgress() throws EiderException {
        long now = System.nanoTime();
        if (assignment.taken() != progress || !assignment.partitions().areIdle()) {
            progress = assignment.taken();
            progressAt = now;
        } else if (now - progressAt > PROGRESS_MAX.toNanos()) {
            throw new EiderException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Cannot catch up with the topics of " + connection + ": nothing was read for "
                            + PROGRESS_MAX.toMinutes() + " minutes",
                    "Check that the brokers can be reached, and what else reads in group " + group);
        }
    }
}
