package dev.eider.payloads;

import dev.eider.contract.RejectionCode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Decimals that stand as the bytes of a whole number and a scale, as exact numbers of JSON. */
final class Decimals {
    /** More bytes of a number than any rule allows digits, and few enough to be turned into digits at once. */
    private static final int BYTES_MAX = 512;

    private static final int SCALE_MAX = 4_096;

    private Decimals() {}

    /** Appends the number whose digits are the bytes as a signed number, the highest first. */
    static void number(byte[] bytes, int from, int to, long scale, JsonBuffer out) throws RefusedException {
        if (to - from > BYTES_MAX || Math.abs(scale) > SCALE_MAX) {
            throw new RefusedException(RejectionCode.TOO_LARGE, "a decimal of too many digits");
        }
        if (from == to) {
            throw RefusedException.undecodable("a decimal without digits");
        }
        if (to - from <= Long.BYTES && scale == 0) {
            out.number(small(bytes, from, to));
        } else if (to - from <= Long.BYTES) {
            out.text(BigDecimal.valueOf(small(bytes, from, to), (int) scale).toPlainString());
        } else {
            out.text(new BigDecimal(new BigInteger(bytes, from, to - from), (int) scale).toPlainString());
        }
    }

    private static long small(byte[] bytes, int from, int to) {
        long value = bytes[from];
        for (int i = from + 1; i < to; i++) {
            value = value << Byte.SIZE | (bytes[i] & 0xff);
        }
        return value;
    }
}
