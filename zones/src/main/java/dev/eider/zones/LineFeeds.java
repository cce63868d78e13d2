package dev.eider.zones;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds and counts line feeds in blocks of bytes. */
final class LineFeeds {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = 8;
    private static final long FEEDS = 0x0A0A_0A0A_0A0A_0A0AL;
    private static final long LOW_SEVEN = 0x7F7F_7F7F_7F7F_7F7FL;

    private LineFeeds() {}

    static long count(byte[] bytes, int from, int end) {
        long count = 0;
        int at = from;
        for (; at <= end - WORD; at += WORD) {
            long difference = (long) WORDS.get(bytes, at) ^ FEEDS;
            // The high bit of each byte that is zero, so of each line feed; exact, with no carry between bytes.
            count += Long.bitCount(~(((difference & LOW_SEVEN) + LOW_SEVEN) | difference | LOW_SEVEN));
        }
        for (; at < end; at++) {
            count += bytes[at] == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Where the last line ends that fits into {@code room} bytes; {@code from} if none does. */
    static int lastFitting(byte[] bytes, int from, int end, long room) {
        int at = (int) Math.min(end, from + Math.max(0, room));
        while (at > from && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** Where the first line ends; there is one. */
    static int firstEnd(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
