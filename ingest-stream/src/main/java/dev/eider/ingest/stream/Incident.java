package dev.eider.ingest.stream;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;

/**
 * Why a dataset does not read a partition any further: a person decides. Nothing of it is reset, and other partitions
 * go on.
 *
 * @param message what happened, with the offsets
 * @param nextStep what a person may do
 */
public record Incident(DatasetName dataset, String topic, int partition, Kind kind, String message, String nextStep) {
    /** What happened. */
    public enum Kind {
        /** Offsets were deleted before they were read. */
        MISSING_OFFSETS,
        /** The log ends before what was read of it. */
        TRUNCATED,
        /** A topic of the same name was made anew. */
        TOPIC_ANEW,
        /** The partition was not there when the topic was first read. */
        PARTITION_ADDED,
        /** The topic, or the partition, is there no longer. */
        TOPIC_GONE,
        /** Its derived ids would be those of another partition's records. */
        SHARED_IDS,
        /** Another engine reads the partition. */
        OTHER_ENGINE
    }

    /** The same as a failure of the run. */
    public EiderException failure() {
        return new EiderException(ErrorCode.STREAM_BROKEN, message, nextStep);
    }
}
