package dev.eider.payloads;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a record's headers say of the schema of one part. Reused from record to record; not thread-safe. */
final class HeaderHints {
    private static final int GUID_BYTES = 16;
    private static final byte[] NONE = {};

    private final Part part;
    private @Nullable SchemaId id;
    private @Nullable String messageName;
    private byte[] rest = NONE;

    HeaderHints(Part part) {
        this.part = part;
    }

    void clear() {
        id = null;
        messageName = null;
        rest = NONE;
    }

    /** Takes a header; one that says nothing, or nothing valid, is left. */
    void take(String name, byte[] value) {
        if (name.equals(part.globalId) && value.length == Long.BYTES) {
            id = apicurio(SchemaId.Kind.GLOBAL_ID, value);
        } else if (name.equals(part.contentId) && value.length == Long.BYTES) {
            id = apicurio(SchemaId.Kind.CONTENT_ID, value);
        } else if (name.equals(part.confluent) && value.length > 0) {
            confluent(value);
        } else if (name.equals(part.messageName)) {
            messageName = new String(value, StandardCharsets.UTF_8);
        }
    }

    private static SchemaId apicurio(SchemaId.Kind kind, byte[] value) {
        return new SchemaId(kind, Long.toUnsignedString(ByteBuffer.wrap(value).getLong()));
    }

    private void confluent(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        byte magic = in.get();
        if (magic == 0 && in.remaining() >= Integer.BYTES) {
            id = SchemaId.of(Integer.toUnsignedLong(in.getInt()));
        } else if (magic == 1 && in.remaining() >= GUID_BYTES) {
            id = new SchemaId(SchemaId.Kind.GUID, new UUID(in.getLong(), in.getLong()).toString());
        } else {
            return;
        }
        rest = Arrays.copyOfRange(value, in.position(), value.length);
    }

    /** Null where the payload itself names its schema. */
    @Nullable SchemaId id() {
        return id;
    }

    /** The message's name in the schema, without what is around it. */
    @Nullable String messageName() {
        return messageName;
    }

    /** What stands behind the id: where the message stands in the schema. */
    byte[] rest() {
        return rest;
    }
}
