package dev.eider.staging.duckdb;

import dev.eider.contract.Place;
import dev.eider.contract.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clean records whose key was seen before in their batch, held aside while the others are written: most of them lose, and
 * a written file need not be written again for what never got there. As received, hence in memory only. Thread-safe.
 */
final class Repeats {
    private static final int RECORD_OVERHEAD_BYTES = 64;

    private final int bytesMax;
    private final List<Held> held = new ArrayList<>();
    private volatile @Nullable SeenKeys keys;
    private boolean areAll;
    private int bytes;

    /**
     * @param keys of the batch; empty where they are too many to be known
     * @param bytesMax of records held; those beyond are written like any other, and found by a search of what was written
     */
    Repeats(Optional<SeenKeys> keys, int bytesMax) {
        this.keys = keys.orElse(null);
        this.bytesMax = bytesMax;
        areAll = keys.isPresent();
    }

    /** Whether keys are known, so that a repeated one is noticed. */
    boolean areSought() {
        return keys != null;
    }

    /** Whether the record was taken, for its key was seen before; false where it is to be written. */
    boolean take(long keyHash, long place, RawRecord record) {
        SeenKeys seen = keys;
        return seen != null && !seen.add(keyHash) && hold(place, record);
    }

    private synchronized boolean hold(long place, RawRecord record) {
        int more = record.length() + record.metaLength() + RECORD_OVERHEAD_BYTES;
        if (more > bytesMax - bytes) {
            areAll = false;
            return false;
        }
        bytes += more;
        held.add(new Held(place, record));
        return true;
    }

    /** Ends the taking, and gives the memory of the keys back. */
    void end() {
        keys = null;
    }

    /** Whether every record that may share its key with a written one is here. */
    synchronized boolean areAll() {
        return areAll;
    }

    synchronized boolean isEmpty() {
        return held.isEmpty();
    }

    /** What was taken, in no order. */
    synchronized List<Held> held() {
        return List.copyOf(held);
    }

    /** A record with its bytes, what came with it, and its place. */
    static final class Held implements RawRecord {
        private final long place;
        private final byte[] bytes;
        private final int metaLength;

        private Held(long place, RawRecord record) {
            this.place = place;
            metaLength = record.metaLength();
            bytes = new byte[metaLength + record.length()];
            System.arraycopy(record.buffer(), record.metaOffset(), bytes, 0, metaLength);
            System.arraycopy(record.buffer(), record.offset(), bytes, metaLength, record.length());
        }

        long place() {
            return place;
        }

        @Override
        public byte[] buffer() {
            return bytes;
        }

        @Override
        public int offset() {
            return metaLength;
        }

        @Override
        public int length() {
            return bytes.length - metaLength;
        }

        @Override
        public int metaLength() {
            return metaLength;
        }

        @Override
        public long ordinal() {
            return Place.Stored.unpack(place).record();
        }
    }
}
