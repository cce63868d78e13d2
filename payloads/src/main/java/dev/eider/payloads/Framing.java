package dev.eider.payloads;

/** The frame that serializers of registries put around payloads: a zero, and the number of the schema. */
final class Framing {
    static final byte MAGIC = 0;

    private static final int SHORT = 1 + Integer.BYTES;
    private static final int LONG = 1 + Long.BYTES;

    private Framing() {}

    /**
     * The length of the frame of a payload that begins with a zero: its number has 4 bytes, or 8 where the first 4 are
     * zeros, since registries count from 1; 0 if it is too short for one.
     */
    static int length(int firstFour, int payloadLength) {
        if (firstFour == 0 && payloadLength >= LONG) {
            return LONG;
        }
        return payloadLength >= SHORT ? SHORT : 0;
    }

    /** The number in a frame. */
    static long id(byte[] bytes, int from, int length) {
        long id = 0;
        for (int i = from + 1; i < from + length; i++) {
            id = id << Byte.SIZE | (bytes[i] & 0xff);
        }
        return id;
    }

    /** The length of the frame at the beginning of {@code bytes[from, to)}; 0 for none. */
    static int length(byte[] bytes, int from, int to) {
        if (to - from < SHORT || bytes[from] != MAGIC) {
            return 0;
        }
        return length((int) id(bytes, from, SHORT), to - from);
    }
}
