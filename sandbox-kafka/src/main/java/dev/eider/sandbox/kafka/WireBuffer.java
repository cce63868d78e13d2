package dev.eider.sandbox.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bytes with the few writers that Avro and Protobuf share. Not thread-safe. */
final class WireBuffer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    WireBuffer put(int value) {
        out.write(value);
        return this;
    }

    WireBuffer put(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    /** Seven bits a byte, the lowest first. */
    WireBuffer varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** Avro's whole numbers: small ones are short, whatever their sign. */
    WireBuffer zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    WireBuffer bigEndian(int value) {
        return put(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    WireBuffer littleEndian(double value) {
        return put(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
