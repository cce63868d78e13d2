package dev.eider.payloads;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes in Protobuf's wire format. Not thread-safe. */
final class ProtoOutput {
    private static final int TAG_BITS = 3;
    private static final int VARINT_BITS = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void tag(int number, int wireType) {
        varint(((long) number << TAG_BITS) | wireType);
    }

    void varint(long value) {
        long left = value;
        while ((left & -(1L << VARINT_BITS)) != 0) {
            bytes.write((int) ((left & 0x7f) | 0x80));
            left >>>= VARINT_BITS;
        }
        bytes.write((int) left);
    }

    void zigZag(long value) {
        varint((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    void fixed32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    void fixed64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    /** Bytes behind their length. */
    void bytes(byte[] content) {
        varint(content.length);
        bytes.writeBytes(content);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
