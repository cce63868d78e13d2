package dev.eider.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids of records of topics that bring none: positive, and the same on every replay, whoever computes them.
 *
 * <p>Hashes are SHA-256 of the parts' texts in UTF-8, numbers in decimal, with a zero byte between them; the first bits
 * count, most significant first, and 0 becomes 1.
 *
 * <ul>
 *   <li>Of topic, partition and offset: 23 bits of the hash of topic and partition above 40 bits of offset. Within a
 *       partition no two are equal; two partitions share ids only where their {@link #prefix prefixes} are equal, which
 *       can be told before a record is read.
 *   <li>With the timestamp: 63 bits of the hash of all four. Equal ids are improbable, and are told only by
 *       comparing ids.
 * </ul>
 */
public final class DerivedId {
    /** Bits of the offset; greater offsets have no id. */
    public static final int OFFSET_BITS = 40;

    private static final int PREFIX_BITS = 23;

    /** What ids are made of. */
    public enum Parts {
        /** Topic, partition and offset. */
        OFFSET,
        /** These and the timestamp. */
        OFFSET_AND_TIMESTAMP
    }

    private DerivedId() {}

    /** What all ids of one partition begin with, from 1 to 2^23 - 1. */
    public static long prefix(String topic, int partition) {
        return first(PREFIX_BITS, topic, Integer.toString(partition));
    }

    /**
     * The id of topic, partition and offset.
     *
     * @throws IllegalArgumentException for an offset that is negative or has more than {@value #OFFSET_BITS} bits
     */
    public static long of(String topic, int partition, long offset) {
        return of(prefix(topic, partition), offset);
    }

    /** The same, by what the partition's ids begin with. */
    static long of(long prefix, long offset) {
        if (!isWithin(offset)) {
            throw new IllegalArgumentException("Invalid offset: " + offset + " (from 0, of 40 bits)");
        }
        return prefix << OFFSET_BITS | offset;
    }

    /**
     * The id of topic, partition, offset and timestamp.
     *
     * @param timestamp milliseconds since 1970
     */
    public static long of(String topic, int partition, long offset, long timestamp) {
        return first(
                Long.SIZE - 1, topic, Integer.toString(partition), Long.toString(offset), Long.toString(timestamp));
    }

    static boolean isWithin(long offset) {
        return offset >>> OFFSET_BITS == 0;
    }

    private static long first(int bits, String... parts) {
        try {
            byte[] text = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return Math.max(1, ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - bits));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot derive an id: this Java has no SHA-256", e);
        }
    }
}
