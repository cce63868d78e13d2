package dev.eider.payloads;

/** Makes payloads of one schema JSON. Not thread-safe. */
interface Decoder {
    /** Appends the value that stands in {@code bytes[from, to)}, and nothing but it. */
    void decode(byte[] bytes, int from, int to, JsonBuffer out) throws RefusedException;
}
