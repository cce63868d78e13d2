package dev.eider.contract.judge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Numbers of JSON text, exact: {@link #read} first, then one of the conversions, whose result stands in
 * {@link #value()} or {@link #wide()}. {@code 1e2} and {@code 100.0} are the integer 100. Not thread-safe.
 */
public final class JsonNumber {
    /** The value fits. */
    public static final int FITS = 0;
    /** Bit: the value has more decimals than there is room for, zeros at the end not counted. */
    public static final int TOO_MANY_DECIMALS = 1;
    /** Bit: the value has more digits before the point than there is room for. */
    public static final int TOO_MANY_DIGITS = 2;

    private static final int EXPONENT_MAX = 100_000;
    private static final int LONG_DIGITS = 18;
    private static final int UNSIGNED_DIGITS = 19;
    private static final int EXACT_POWERS = 22;
    private static final long EXACT_MANTISSA = 1L << 53;
    /** Powers of ten that an unsigned long holds. */
    private static final long[] POWERS = new long[UNSIGNED_DIGITS + 1];

    private static final double[] DOUBLE_POWERS = new double[EXACT_POWERS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        for (int i = 0; i < DOUBLE_POWERS.length; i++) {
            DOUBLE_POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private byte[] text = {};
    private int start;
    private int end;
    private boolean negative;
    /** All digits as one unsigned number; only where they are 19 at most. */
    private long mantissa;

    private boolean isShort;
    private boolean isZero;
    private int exponent;

    private long value;
    private BigInteger wide = BigInteger.ZERO;
    private boolean isWide;

    /** Length of what was read, in characters. */
    public int length() {
        return end - start;
    }

    /** The converted value where {@link #isWide()} is not. */
    public long value() {
        return value;
    }

    public boolean isWide() {
        return isWide;
    }

    /** The converted value where it exceeds a long. */
    public BigInteger wide() {
        return wide;
    }

    /** Reads a number; what follows it is the caller's to judge. */
    public int read(byte[] bytes, int from, int limit) {
        text = bytes;
        start = from;
        int at = from;
        negative = at < limit && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long digits = 0;
        int d = digit(bytes, at, limit);
        if (d > 0) {
            do {
                digits = digits * 10 + d;
                d = digit(bytes, ++at, limit);
            } while (d >= 0);
        } else if (d == 0) {
            at++;
        } else {
            return ~at;
        }
        int count = at - first;
        int decimals = 0;
        if (at < limit && bytes[at] == '.') {
            int point = at++;
            for (d = digit(bytes, at, limit); d >= 0; d = digit(bytes, ++at, limit)) {
                digits = digits * 10 + d;
            }
            decimals = at - point - 1;
            if (decimals == 0) {
                return ~at;
            }
        }
        mantissa = digits;
        isShort = count + decimals <= UNSIGNED_DIGITS;
        exponent = -decimals;
        if (at < limit && (bytes[at] | 0x20) == 'e') {
            at = readExponent(bytes, at + 1, limit);
        }
        end = at;
        isZero = isShort ? digits == 0 : at >= 0 && hasOnlyZeros();
        return at;
    }

    private int readExponent(byte[] bytes, int from, int limit) {
        int at = from;
        boolean down = at < limit && bytes[at] == '-';
        if (down || (at < limit && bytes[at] == '+')) {
            at++;
        }
        int d = digit(bytes, at, limit);
        if (d < 0) {
            return ~at;
        }
        int power = 0;
        while (d >= 0) {
            power = Math.min(power * 10 + d, EXPONENT_MAX);
            d = digit(bytes, ++at, limit);
        }
        exponent += down ? -power : power;
        return at;
    }

    private static int digit(byte[] bytes, int at, int limit) {
        if (at >= limit) {
            return -1;
        }
        int d = bytes[at] - '0';
        return d <= 9 ? d : -1;
    }

    private boolean hasOnlyZeros() {
        for (int at = start; at < end && (text[at] | 0x20) != 'e'; at++) {
            if (text[at] >= '1' && text[at] <= '9') {
                return false;
            }
        }
        return true;
    }

    /** The value as an integer of 64 bits. */
    public int toLong() {
        int fits = toDecimal(UNSIGNED_DIGITS, 0);
        if (fits == FITS && isWide) {
            if (wide.bitLength() >= Long.SIZE) {
                return TOO_MANY_DIGITS;
            }
            isWide = false;
            value = wide.longValue();
        }
        return fits;
    }

    /** The value as a decimal of the given shape, unscaled; else the bits of all that is in the way. */
    public int toDecimal(int precision, int scale) {
        isWide = false;
        value = 0;
        if (isZero) {
            return FITS;
        }
        int shift = exponent + scale;
        if (!isShort) {
            return toWide(precision, scale);
        }
        long unscaled = mantissa;
        int lost = FITS;
        if (shift < 0) {
            if (-shift > UNSIGNED_DIGITS) {
                return TOO_MANY_DECIMALS;
            }
            long power = POWERS[-shift];
            long rest = Long.remainderUnsigned(unscaled, power);
            unscaled = Long.divideUnsigned(unscaled, power);
            lost = rest == 0 ? FITS : TOO_MANY_DECIMALS;
        } else if (shift > 0) {
            if (shift > LONG_DIGITS || unscaled < 0 || unscaled >= POWERS[LONG_DIGITS - shift]) {
                return toWide(precision, scale);
            }
            unscaled *= POWERS[shift];
        }
        if (unscaled < 0) {
            return lost | (precision < UNSIGNED_DIGITS ? TOO_MANY_DIGITS : toWide(precision, scale));
        }
        if (precision <= LONG_DIGITS && unscaled >= POWERS[precision]) {
            return lost | TOO_MANY_DIGITS;
        }
        value = negative ? -unscaled : unscaled;
        return lost;
    }

    private int toWide(int precision, int scale) {
        if (exponent >= EXPONENT_MAX / 2) {
            return TOO_MANY_DIGITS;
        }
        if (exponent <= -EXPONENT_MAX / 2) {
            return TOO_MANY_DECIMALS;
        }
        BigDecimal exact = new BigDecimal(string()).stripTrailingZeros();
        int problems = exact.scale() > scale ? TOO_MANY_DECIMALS : FITS;
        if (exact.precision() - exact.scale() > precision - scale) {
            problems |= TOO_MANY_DIGITS;
        }
        if (problems == FITS) {
            BigInteger unscaled = exact.setScale(scale).unscaledValue();
            isWide = unscaled.bitLength() >= Long.SIZE;
            wide = unscaled;
            value = isWide ? 0 : unscaled.longValue();
        }
        return problems;
    }

    /** The double next to the value, as {@link Double#parseDouble} has it but without a negative zero; may be infinite. */
    public double toDouble() {
        if (isZero) {
            return 0.0;
        }
        if (isShort && mantissa >= 0 && mantissa <= EXACT_MANTISSA && Math.abs(exponent) <= EXACT_POWERS) {
            double digits = negative ? -mantissa : mantissa;
            return exponent < 0 ? digits / DOUBLE_POWERS[-exponent] : digits * DOUBLE_POWERS[exponent];
        }
        return Double.parseDouble(string()) + 0.0;
    }

    private String string() {
        return new String(text, start, end - start, StandardCharsets.US_ASCII);
    }
}
