package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import dev.eider.zones.Chain;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/** What incidents say, and what may be done about each. */
final class Incidents {
    private Incidents() {}

    static Incident missing(DatasetName dataset, TopicPartition partition, long end, long begin) {
        return of(
                dataset,
                partition,
                Incident.Kind.MISSING_OFFSETS,
                "offsets " + end + " to " + (begin - 1) + " (" + (begin - end) + " of them) were deleted before "
                        + dataset + " read them: its chain ends at " + end + ", the log begins at " + begin,
                "If they are lost for good: eider stream --accept-gap " + part(partition));
    }

    static Incident truncated(DatasetName dataset, TopicPartition partition, long end, long divergence) {
        return of(
                dataset,
                partition,
                Incident.Kind.TRUNCATED,
                "the log lost offsets " + divergence + " to " + (end - 1) + ", which " + dataset
                        + " has read: a broker without them became leader",
                "They stay in raw. To read what took their place: eider stream --open-chain " + part(partition));
    }

    static Incident anew(DatasetName dataset, TopicPartition partition) {
        return of(
                dataset,
                partition,
                Incident.Kind.TOPIC_ANEW,
                "the topic was deleted and made anew since " + dataset + " began to read it",
                "To read the new one from its beginning: eider stream --open-chain " + partition.topic());
    }

    static Incident added(DatasetName dataset, TopicPartition partition) {
        return of(
                dataset,
                partition,
                Incident.Kind.PARTITION_ADDED,
                "the partition was added since " + dataset + " began to read the topic: its keys have moved",
                "To read it from its beginning: eider stream --open-chain " + part(partition));
    }

    static Incident sharedIds(DatasetName dataset, TopicPartition partition, TopicPartition other) {
        return of(
                dataset,
                partition,
                Incident.Kind.SHARED_IDS,
                "ids derived of its topic, partitions and offsets would be those of records of " + part(other)
                        + ", which " + dataset + " has read",
                "Derive them of $meta.timestamp as well, under a new dataset's name: those of " + dataset
                        + " would change");
    }

    static Incident gone(DatasetName dataset, TopicPartition partition) {
        return of(
                dataset,
                partition,
                Incident.Kind.TOPIC_GONE,
                "the topic is there no longer",
                "Restore it, or take it out of datasets/" + dataset + ".yaml");
    }

    static Incident otherEngine(DatasetName dataset, TopicPartition partition, Chain chain) {
        String owner = chain.owner().name().toLowerCase(Locale.ROOT);
        return of(
                dataset,
                partition,
                Incident.Kind.OTHER_ENGINE,
                owner + " reads it for " + dataset,
                "Stop " + owner + ", then: eider stream --dataset " + dataset + " --hand-over-to stream");
    }

    private static Incident of(
            DatasetName dataset, TopicPartition partition, Incident.Kind kind, String what, String nextStep) {
        return new Incident(
                dataset,
                partition.topic(),
                partition.partition(),
                kind,
                "Cannot read " + part(partition) + " on: " + what,
                nextStep);
    }

    private static String part(TopicPartition partition) {
        return partition.topic() + ":" + partition.partition();
    }
}
