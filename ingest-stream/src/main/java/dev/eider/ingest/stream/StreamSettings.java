package dev.eider.ingest.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a run reads, and when it ends.
 *
 * @param until what ends it beside {@link StreamIngest#stop()}
 * @param most longest it runs
 * @param rangeAgeMax age of its first record at which a range is committed
 * @param rangeRecordsMax records at which a range is committed
 * @param bucketBudget longest that the bucket may refuse calls before the run gives up
 * @param acceptGaps partitions whose missing offsets a person accepts
 * @param openChains topics and partitions whose next chain a person opens
 */
public record StreamSettings(
        Until until,
        Optional<Duration> most,
        Duration rangeAgeMax,
        long rangeRecordsMax,
        Duration bucketBudget,
        Set<TopicPart> acceptGaps,
        Set<TopicPart> openChains) {
    public StreamSettings {
        acceptGaps = Set.copyOf(acceptGaps);
        openChains = Set.copyOf(openChains);
    }

    /** What ends a run by itself. */
    public enum Until {
        STOPPED,
        /** All that was in the topics when the run began is in raw, whoever put it there. */
        CAUGHT_UP
    }

    /** Runs until stopped; a range is committed a minute after its first record. */
    public static StreamSettings defaults() {
        return new StreamSettings(
                Until.STOPPED,
                Optional.empty(),
                Duration.ofSeconds(60),
                5_000_000,
                Duration.ofMinutes(10),
                Set.of(),
                Set.of());
    }

    /** The same, ended by something else. */
    public StreamSettings ending(Until end, Optional<Duration> after) {
        return new StreamSettings(end, after, rangeAgeMax, rangeRecordsMax, bucketBudget, acceptGaps, openChains);
    }

    /** The same with ranges of another age. */
    public StreamSettings committingAfter(Duration age) {
        return new StreamSettings(until, most, age, rangeRecordsMax, bucketBudget, acceptGaps, openChains);
    }

    /** The same with ranges of so many records. */
    public StreamSettings committingEach(long records) {
        return new StreamSettings(until, most, rangeAgeMax, records, bucketBudget, acceptGaps, openChains);
    }

    /** The same with less patience for the bucket. */
    public StreamSettings waitingForTheBucket(Duration budget) {
        return new StreamSettings(until, most, rangeAgeMax, rangeRecordsMax, budget, acceptGaps, openChains);
    }

    /** The same with what a person decided on incidents. */
    public StreamSettings deciding(Set<TopicPart> gaps, Set<TopicPart> chains) {
        return new StreamSettings(until, most, rangeAgeMax, rangeRecordsMax, bucketBudget, gaps, chains);
    }
}
