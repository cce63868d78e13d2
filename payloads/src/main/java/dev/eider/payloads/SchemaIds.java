package dev.eider.payloads;

import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.zones.FrameWriter;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects which schemas a topic's records name, from their first bytes and their headers, without decoding them. Each
 * record adds two at most: who collects for records of strangers looks at {@link #isFull}. Not thread-safe.
 */
public final class SchemaIds {
    /** Ids, made-up ones included, with which a batch should end. */
    static final int IDS_MAX = 1_000;

    private static final long NONE = -1;

    private final PayloadFormat keyFormat;
    private final PayloadFormat format;
    private final boolean hasFile;
    /** Ids in headers matter to formats that cannot be read without. */
    private final boolean mayBeHinted;

    private final HeaderHints ofKey = new HeaderHints(Part.KEY);
    private final HeaderHints ofValue = new HeaderHints(Part.VALUE);
    private final Set<SchemaId> seen = new HashSet<>();
    private long lastOfKey = NONE;
    private long lastOfValue = NONE;

    /** Of records of a topic with these formats. */
    public SchemaIds(Source.Topic topic) {
        keyFormat = topic.keyFormat();
        format = topic.format();
        hasFile = topic.schema().isPresent();
        mayBeHinted = isBinary(keyFormat) || isBinary(format);
    }

    /** Looks at a record; positions of the buffers stay. */
    public void see(@Nullable ByteBuffer key, @Nullable ByteBuffer value, List<FrameWriter.Header> headers) {
        boolean isHinted = mayBeHinted && !headers.isEmpty() && hint(headers);
        if (key != null && keyFormat != PayloadFormat.STRING) {
            SchemaId inHeader = isHinted ? ofKey.id() : null;
            if (inHeader != null && isBinary(keyFormat)) {
                add(inHeader);
            } else {
                lastOfKey = see(key, lastOfKey);
            }
        }
        if (value != null && !(hasFile && isBinary(format))) {
            SchemaId inHeader = isHinted ? ofValue.id() : null;
            if (inHeader != null && isBinary(format)) {
                add(inHeader);
            } else {
                lastOfValue = see(value, lastOfValue);
            }
        }
    }

    private static boolean isBinary(PayloadFormat format) {
        return format == PayloadFormat.AVRO || format == PayloadFormat.PROTOBUF;
    }

    private boolean hint(List<FrameWriter.Header> headers) {
        boolean isHinted = false;
        for (FrameWriter.Header header : headers) {
            ByteBuffer value = header.value();
            if (value != null && (Part.KEY.isNamedIn(header.name()) || Part.VALUE.isNamedIn(header.name()))) {
                if (!isHinted) {
                    ofKey.clear();
                    ofValue.clear();
                    isHinted = true;
                }
                byte[] bytes = new byte[value.remaining()];
                value.get(value.position(), bytes);
                ofKey.take(header.name(), bytes);
                ofValue.take(header.name(), bytes);
            }
        }
        return isHinted;
    }

    /** Most records have the schema of the one before. */
    private long see(ByteBuffer payload, long last) {
        int at = payload.position();
        int size = payload.remaining();
        if (size < 1 + Integer.BYTES || payload.get(at) != Framing.MAGIC) {
            return last;
        }
        int first = payload.getInt(at + 1);
        long id = Framing.length(first, size) > 1 + Integer.BYTES
                ? payload.getLong(at + 1)
                : Integer.toUnsignedLong(first);
        if (id != last) {
            add(SchemaId.of(id));
        }
        return id;
    }

    private void add(SchemaId id) {
        if (id.isPossible()) {
            seen.add(id);
        }
    }

    /** Whether the next record should be of another batch, so that all schemas of this one can be asked for. */
    public boolean isFull() {
        return seen.size() >= IDS_MAX;
    }

    /** The schemas that the records seen so far name. */
    public Set<SchemaId> seen() {
        return Set.copyOf(seen);
    }
}
