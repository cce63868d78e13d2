package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.FieldType;
import dev.eider.contract.Verdict;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;

/** The hash of a row's primary key: equal for keys that SQL calls equal. Owned by one thread. */
final class KeyHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int TEXT_BYTES_AT_FIRST = 256;
    private static final int DECIMAL_DIGITS_OF_LONG = 18;

    // Odd numbers without a pattern, so that each bit of a value reaches every bit of the hash.
    private static final long FIRST_FACTOR = 0xbf58476d1ce4e5b9L;
    private static final long SECOND_FACTOR = 0x94d049bb133111ebL;

    private final int[] columns;
    private final FieldType[] types;
    private byte[] text = new byte[TEXT_BYTES_AT_FIRST];

    KeyHash(Contract contract) {
        List<Column> all = contract.columns();
        List<String> names = all.stream().map(Column::name).toList();
        columns = contract.primaryKey().stream().mapToInt(names::indexOf).toArray();
        types = new FieldType[columns.length];
        for (int i = 0; i < columns.length; i++) {
            types[i] = all.get(columns[i]).type();
        }
    }

    long of(Verdict.Row row) {
        long hash = 0;
        for (int i = 0; i < columns.length; i++) {
            hash = add(hash, row, columns[i], types[i]);
        }
        return hash;
    }

    private long add(long hash, Verdict.Row row, int column, FieldType type) {
        return switch (type.kind()) {
            case BOOLEAN, INTEGER, BIGINT, DATE, TIME, TIMESTAMP -> mix(hash, row.longAt(column));
            // Both zeros are one number.
            case DOUBLE -> mix(hash, Double.doubleToLongBits(row.doubleAt(column) + 0.0));
            case STRING, UUID, JSON -> addText(hash, row, column);
            case DECIMAL ->
                type.precision() <= DECIMAL_DIGITS_OF_LONG
                        ? mix(hash, row.longAt(column))
                        : addHuge(hash, row.unscaledAt(column));
        };
    }

    private static long addHuge(long hash, BigInteger value) {
        return mix(mix(hash, value.longValue()), value.shiftRight(Long.SIZE).longValue());
    }

    private long addText(long hash, Verdict.Row row, int column) {
        int length = row.utf8At(column, text, 0);
        if (length > text.length) {
            text = new byte[Math.max(2 * text.length, length)];
            length = row.utf8At(column, text, 0);
        }
        long result = mix(hash, length);
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            result = mix(result, (long) LONGS.get(text, at));
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << Byte.SIZE | (text[at] & 0xFF);
        }
        return mix(result, rest);
    }

    private static long mix(long hash, long value) {
        long mixed = hash * FIRST_FACTOR + value;
        mixed = (mixed ^ mixed >>> 30) * FIRST_FACTOR;
        mixed = (mixed ^ mixed >>> 27) * SECOND_FACTOR;
        return mixed ^ mixed >>> 31;
    }
}
