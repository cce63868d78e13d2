package dev.eider.contract;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of clean over the values of its fields, private ones by their masks only. Not thread-safe. */
final class ColumnRow implements Verdict.Row {
    private final FieldValues values;
    private final List<Column> columns;
    private final int[] fields;
    private final Column.Role[] roles;
    private final boolean[] isText;
    private final @Nullable Masked[] masked;

    ColumnRow(Contract contract, FieldRule[] rules, FieldValues values) {
        this.values = values;
        this.columns = contract.columns();
        this.fields = new int[columns.size()];
        this.roles = columns.stream().map(Column::role).toArray(Column.Role[]::new);
        this.isText = new boolean[columns.size()];
        this.masked = new Masked[rules.length];
        for (int column = 0; column < fields.length; column++) {
            String name = columns.get(column).field();
            for (int field = 0; field < rules.length; field++) {
                if (rules[field].field.name().equals(name)) {
                    fields[column] = field;
                    isText[column] = rules[field].isText() || rules[field].field.isMasked();
                }
            }
        }
    }

    void setMasked(int field, Masked texts) {
        masked[field] = texts;
    }

    List<Column> columns() {
        return columns;
    }

    int field(int column) {
        return fields[column];
    }

    @Override
    public boolean isNull(int column) {
        return !values.isValue(fields[column]);
    }

    @Override
    public long longAt(int column) {
        return values.longAt(typed(column));
    }

    @Override
    public double doubleAt(int column) {
        return values.doubleAt(typed(column));
    }

    @Override
    public BigInteger unscaledAt(int column) {
        return values.unscaledAt(typed(column));
    }

    private int typed(int column) {
        if (isText[column]) {
            throw new IllegalArgumentException(
                    "Invalid column: " + columns.get(column).name() + " (a text)");
        }
        return fields[column];
    }

    @Override
    public int utf8At(int column, byte[] into, int at) {
        int field = fields[column];
        if (roles[column] != Column.Role.VALUE) {
            byte[] text = maskedText(column);
            return copy(text, 0, text.length, into, at);
        }
        if (!isText[column]) {
            throw new IllegalArgumentException(
                    "Invalid column: " + columns.get(column).name() + " (no text)");
        }
        return copy(values.bytes(field), values.from(field), values.to(field), into, at);
    }

    byte[] maskedText(int column) {
        Masked texts = masked[fields[column]];
        if (texts == null) {
            throw new IllegalStateException("Cannot read " + columns.get(column).name() + ": no value was judged");
        }
        return roles[column] == Column.Role.TOKEN ? texts.token() : texts.shown();
    }

    private static int copy(byte[] text, int from, int to, byte[] into, int at) {
        int length = to - from;
        if (length <= into.length - at) {
            System.arraycopy(text, from, into, at, length);
        }
        return length;
    }
}
