package dev.eider.contract;

import dev.eider.contract.judge.TextBuffer;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Typed values of one record by the field's number; reused from record to record. Not thread-safe. */
final class FieldValues {
    private static final byte ABSENT = 0;
    private static final byte NULL = 1;
    private static final byte VALUE = 2;
    private static final byte FAILED = 3;

    /** Texts that do not stand in the record as they are. */
    final TextBuffer decoded;

    private final byte[] states;
    private final long[] longs;
    private final @Nullable BigInteger[] wides;
    private final int[] froms;
    private final int[] tos;
    private final boolean[] inPlace;
    /** Where the value starts in the record's buffer, well-formed or not. */
    private final int[] starts;

    private byte[] record = {};

    FieldValues(int fields, TextBuffer decoded) {
        this.decoded = decoded;
        this.states = new byte[fields];
        this.longs = new long[fields];
        this.wides = new BigInteger[fields];
        this.froms = new int[fields];
        this.tos = new int[fields];
        this.inPlace = new boolean[fields];
        this.starts = new int[fields];
    }

    void restart(byte[] buffer) {
        record = buffer;
        decoded.rewind(0);
        Arrays.fill(states, ABSENT);
    }

    /** Where a value stands, whatever it is. */
    void found(int field, int start) {
        starts[field] = start;
        states[field] = FAILED;
    }

    int start(int field) {
        return starts[field];
    }

    void setNull(int field) {
        states[field] = NULL;
    }

    void setLong(int field, long value) {
        longs[field] = value;
        states[field] = VALUE;
    }

    void setDouble(int field, double value) {
        setLong(field, Double.doubleToRawLongBits(value));
    }

    void setUnscaled(int field, long value) {
        wides[field] = null;
        setLong(field, value);
    }

    void setWide(int field, BigInteger value) {
        wides[field] = value;
        states[field] = VALUE;
    }

    /** A text that stands in the record's buffer, or else among the decoded. */
    void setText(int field, int from, int to, boolean isInPlace) {
        froms[field] = from;
        tos[field] = to;
        inPlace[field] = isInPlace;
        states[field] = VALUE;
    }

    /** Whether the record says nothing here, or null. */
    boolean isNothing(int field) {
        return states[field] <= NULL;
    }

    boolean isAbsent(int field) {
        return states[field] == ABSENT;
    }

    boolean isValue(int field) {
        return states[field] == VALUE;
    }

    long longAt(int field) {
        return longs[field];
    }

    double doubleAt(int field) {
        return Double.longBitsToDouble(longs[field]);
    }

    BigInteger unscaledAt(int field) {
        BigInteger wide = wides[field];
        return wide != null ? wide : BigInteger.valueOf(longs[field]);
    }

    byte[] bytes(int field) {
        return inPlace[field] ? record : decoded.bytes();
    }

    int from(int field) {
        return froms[field];
    }

    int to(int field) {
        return tos[field];
    }
}
