package dev.eider.payloads;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A type of messages; its fields are set once all types are known, since types may recur. */
final class ProtoMessage {
    private static final int TABLE_MAX = 512;
    private static final Field[] NONE = {};

    /** What stands for a message in JSON. */
    enum Form {
        OBJECT,
        /** The value of its field that is set. */
        VALUE,
        TIMESTAMP,
        DURATION,
        /** {@code confluent.type.Decimal}. */
        DECIMAL
    }

    /** How many values a field has. */
    enum Arity {
        /** One; what is not sent is the type's zero. */
        IMPLICIT,
        /** One or none. */
        EXPLICIT,
        LIST,
        MAP
    }

    /**
     * A field.
     *
     * @param index among the fields
     * @param scalar null for a message; of a map neither is set but {@code message}, its entries
     * @param oneOf number of the group of which one field is set at most, or -1
     * @param isRequired whether who writes must set it
     */
    record Field(
            int index,
            int number,
            String name,
            Arity arity,
            @Nullable ProtoScalar scalar,
            @Nullable ProtoMessage message,
            int oneOf,
            boolean isRequired) {
        int wireType() {
            return scalar == null ? ProtoScalar.LENGTH : scalar.wireType();
        }

        boolean isPackable() {
            return arity == Arity.LIST && scalar != null && scalar.isPackable();
        }

        /** Whether all its occurrences count, rather than the last. */
        boolean isGathered() {
            return arity == Arity.LIST || arity == Arity.MAP || scalar == null;
        }

        /** A message's type. */
        ProtoMessage type() {
            if (message == null) {
                throw new IllegalStateException("Invalid field: it has no message");
            }
            return message;
        }
    }

    private final Form form;
    private Field[] fields = NONE;
    private Field[] table = NONE;
    private int[] numbers = {};
    private Field[] sorted = NONE;
    private byte[][] names = {};
    private int oneOfs;

    ProtoMessage(Form form) {
        this.form = form;
    }

    /** @param groups of fields of which one is set at most */
    void fields(List<Field> all, int groups) {
        fields = all.toArray(Field[]::new);
        oneOfs = groups;
        names = all.stream().map(field -> JsonBuffer.name(field.name())).toArray(byte[][]::new);
        sorted = fields.clone();
        Arrays.sort(sorted, Comparator.comparingInt(Field::number));
        numbers = Arrays.stream(sorted).mapToInt(Field::number).toArray();
        int most = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
        if (most < TABLE_MAX) {
            table = new Field[most + 1];
            for (Field field : fields) {
                table[field.number()] = field;
            }
        }
    }

    Form form() {
        return form;
    }

    /** In the order of the text. */
    Field[] fields() {
        return fields;
    }

    /** The field's name as it stands before its value. */
    byte[] name(Field field) {
        return names[field.index()];
    }

    int oneOfs() {
        return oneOfs;
    }

    @Nullable Field field(int number) {
        if (number < table.length) {
            return table[number];
        }
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? null : sorted[at];
    }
}
