package dev.eider.ingest.stream;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Bounds what one poll brings. The client bounds it by records, and answers of brokers by compressed bytes, of which a
 * few may be gigabytes. Keys and values are left as they are; one that is too many for this poll is refused, upon which
 * the client gives what it has and comes back to it with the next poll. Used by the thread that polls.
 */
final class PollBudget {
    /** Of keys, headers and values; a longer record comes alone. */
    static final long BYTES_MAX = 32L << 20;

    private long used;
    private long usedByOthers;
    private boolean hasKey;

    /** To be called before each poll. */
    void reset() {
        used = 0;
        usedByOthers = 0;
        hasKey = false;
    }

    Deserializer<ByteBuffer> keys() {
        return new Counted() {
            @Override
            public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer key) {
                usedByOthers = used;
                take(headers, key);
                hasKey = true;
                return key;
            }
        };
    }

    Deserializer<ByteBuffer> values() {
        return new Counted() {
            @Override
            public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer value) {
                usedByOthers = hasKey ? usedByOthers : used;
                hasKey = false;
                take(headers, value);
                return value;
            }
        };
    }

    private void take(Headers headers, ByteBuffer data) {
        long more = data.remaining();
        for (Header header : headers.toArray()) {
            more += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (usedByOthers > 0 && used + more > BYTES_MAX) {
            throw new SerializationException("more than one poll brings");
        }
        used += more;
    }

    /** The client hands out buffers, never arrays. */
    private abstract static class Counted implements Deserializer<ByteBuffer> {
        @Override
        public ByteBuffer deserialize(String topic, byte[] data) {
            throw new UnsupportedOperationException("arrays");
        }
    }
}
