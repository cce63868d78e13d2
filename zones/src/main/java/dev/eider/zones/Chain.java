package dev.eider.zones;

import java.time.Instant;

/**
 * The beginning of a chain: what its first batch starts from, and who may add to it.
 *
 * @param topic name of the topic
 * @param first offset of the first batch
 * @param owner engine that reads the partition
 * @param openedAt when, by the clock of who opened it
 */
public record Chain(ChainId id, String topic, long first, Engine owner, Instant openedAt) {
    /** Who reads topics into the zones. */
    public enum Engine {
        STREAM,
        SPARK
    }
}
