package dev.eider.payloads;

import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;

/** The window of bytes that a decoder reads, never beyond its end. Not thread-safe. */
final class BinaryInput {
    private static final int INT_BITS = 32;
    private static final int LONG_BITS = 64;
    private static final int VARINT_BITS = 7;

    private final int depthMax;
    private byte[] bytes = {};
    private int at;
    private int end;

    BinaryInput(Limits limits) {
        this.depthMax = limits.depthMax();
    }

    void open(byte[] window, int from, int to) {
        bytes = window;
        at = from;
        end = to;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    void seek(int position) {
        at = position;
    }

    int end() {
        return end;
    }

    /** Sets another end, within the window. */
    void end(int position) {
        end = position;
    }

    boolean isAtEnd() {
        return at >= end;
    }

    byte next() throws RefusedException {
        if (at >= end) {
            throw endsEarly();
        }
        return bytes[at++];
    }

    /** Goes over so many bytes, and tells where they begin. */
    int skip(long count) throws RefusedException {
        if (count < 0 || count > end - at) {
            throw endsEarly();
        }
        int from = at;
        at += (int) count;
        return from;
    }

    /** A number of 7 bits a byte, the lowest first, of at most 64 bits. */
    long varint() throws RefusedException {
        long value = 0;
        for (int shift = 0; shift < LONG_BITS; shift += VARINT_BITS) {
            byte b = next();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                if (shift == LONG_BITS - 1 && b > 1) {
                    throw RefusedException.undecodable("a number of more than 64 bits");
                }
                return value;
            }
        }
        throw RefusedException.undecodable("a number of more than 64 bits");
    }

    /** One whose sign is its lowest bit. */
    long zigZag() throws RefusedException {
        return zigZag(varint());
    }

    static long zigZag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    int zigZagInt() throws RefusedException {
        long value = zigZag();
        if (value != (int) value) {
            throw RefusedException.undecodable("a number of more than 32 bits");
        }
        return (int) value;
    }

    int fixed32() throws RefusedException {
        return (int) fixed(INT_BITS);
    }

    long fixed64() throws RefusedException {
        return fixed(LONG_BITS);
    }

    private long fixed(int bits) throws RefusedException {
        int from = skip(bits / Byte.SIZE);
        long value = 0;
        for (int i = 0; i < bits / Byte.SIZE; i++) {
            value |= (bytes[from + i] & 0xffL) << (i * Byte.SIZE);
        }
        return value;
    }

    /** One level more than {@code depth}, if that is allowed. */
    int deeper(int depth) throws RefusedException {
        if (depth >= depthMax) {
            throw new RefusedException(RejectionCode.TOO_DEEP, "nested deeper than " + depthMax);
        }
        return depth + 1;
    }

    static RefusedException endsEarly() {
        return RefusedException.undecodable("it ends early, or a length is wrong");
    }
}
