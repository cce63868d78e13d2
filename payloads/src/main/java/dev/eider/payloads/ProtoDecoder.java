package dev.eider.payloads;

import dev.eider.contract.Limits;
import dev.eider.payloads.ProtoMessage.Arity;
import dev.eider.payloads.ProtoMessage.Field;
import dev.eider.payloads.ProtoMessage.Form;
import org.jspecify.annotations.Nullable;

/**
 * Payloads in Protobuf's wire format. A message is gone through once to see where its fields stand, and then written in
 * the order of its schema, so that nothing is built in memory but text. Fields that the schema does not have are left
 * out.
 */
final class ProtoDecoder implements Decoder {
    private static final int TAG_BITS = 3;
    private static final int NUMBER_MAX = (1 << 29) - 1;
    private static final byte[] NOTHING = {};

    private final ProtoMessage root;
    private final BinaryInput in;
    private final int bytesMax;
    private final Occurrences seen = new Occurrences();
    private final KeyTable keys = new KeyTable();
    private final ProtoForms forms = new ProtoForms();
    private int occurrences;
    private long joined;

    ProtoDecoder(ProtoMessage root, Limits limits) {
        this.root = root;
        this.in = new BinaryInput(limits);
        this.bytesMax = limits.recordBytesMax();
    }

    @Override
    public void decode(byte[] bytes, int from, int to, JsonBuffer out) throws RefusedException {
        seen.clear();
        occurrences = 0;
        joined = 0;
        message(root, bytes, from, to, out, 0);
    }

    private void message(ProtoMessage type, byte[] bytes, int from, int to, JsonBuffer out, int depth)
            throws RefusedException {
        int base = scan(type, bytes, from, to);
        switch (type.form()) {
            case OBJECT -> object(type, base, bytes, to, out, in.deeper(depth));
            case VALUE -> value(type, base, bytes, to, out, depth);
            case TIMESTAMP -> forms.timestamp(number(base, 0, bytes, to), (int) number(base, 1, bytes, to), out);
            case DURATION -> forms.duration(number(base, 0, bytes, to), (int) number(base, 1, bytes, to), out);
            case DECIMAL -> decimal(base, bytes, to, out);
        }
        seen.release(base);
    }

    /** Notes where each known field stands; the same field may come often and in any order. */
    private int scan(ProtoMessage type, byte[] bytes, int from, int to) throws RefusedException {
        int fields = type.fields().length;
        int base = seen.reserve(fields, type.oneOfs());
        in.open(bytes, from, to);
        while (!in.isAtEnd()) {
            long tag = in.varint();
            int number = number(tag);
            int wireType = (int) tag & 7;
            Field field = type.field(number);
            int position = in.at();
            skip(wireType, number);
            if (field == null) {
                continue;
            }
            boolean isPacked = wireType == ProtoScalar.LENGTH && field.isPackable();
            if (wireType == field.wireType() || isPacked) {
                note(field, base, fields, isPacked ? ~position : position);
            }
        }
        return base;
    }

    private void note(Field field, int base, int fields, int position) throws RefusedException {
        if (field.oneOf() >= 0) {
            seen.choose(base, fields, field.oneOf(), field.index());
        }
        if (!field.isGathered()) {
            seen.set(base, field.index(), position);
            return;
        }
        // Each becomes two bytes of text at least: more of them than that cannot fit.
        if (++occurrences > bytesMax / 2) {
            throw RefusedException.tooLarge(bytesMax);
        }
        seen.add(base, field.index(), position);
    }

    private static int number(long tag) throws RefusedException {
        long number = tag >>> TAG_BITS;
        if (number == 0 || number > NUMBER_MAX) {
            throw RefusedException.undecodable("a field without a valid number");
        }
        return (int) number;
    }

    private void skip(int wireType, int number) throws RefusedException {
        switch (wireType) {
            case ProtoScalar.VARINT -> in.varint();
            case ProtoScalar.FIXED64 -> in.skip(Long.BYTES);
            case ProtoScalar.LENGTH -> in.skip(in.varint());
            case ProtoScalar.FIXED32 -> in.skip(Integer.BYTES);
            case ProtoScalar.GROUP -> skipGroup(number, in.deeper(0));
            default -> throw RefusedException.undecodable("a field of no known layout");
        }
    }

    private void skipGroup(int number, int depth) throws RefusedException {
        while (true) {
            long tag = in.varint();
            int inside = number(tag);
            int wireType = (int) tag & 7;
            if (wireType == ProtoScalar.GROUP_END) {
                if (inside != number) {
                    throw RefusedException.undecodable("a group that another one ends");
                }
                return;
            }
            if (wireType == ProtoScalar.GROUP) {
                skipGroup(inside, in.deeper(depth));
            } else {
                skip(wireType, inside);
            }
        }
    }

    private void object(ProtoMessage type, int base, byte[] bytes, int to, JsonBuffer out, int depth)
            throws RefusedException {
        char before = '{';
        for (Field field : type.fields()) {
            if (seen.first(base, field.index()) >= 0 || field.arity() != Arity.EXPLICIT) {
                out.put(before);
                before = ',';
                out.put(type.name(field));
                field(field, base, bytes, to, out, depth);
            }
        }
        if (before == '{') {
            out.put(before);
        }
        out.put('}');
    }

    /** The value of the one field that counts, without a name. */
    private void value(ProtoMessage type, int base, byte[] bytes, int to, JsonBuffer out, int depth)
            throws RefusedException {
        for (Field field : type.fields()) {
            if (seen.first(base, field.index()) >= 0 || field.arity() != Arity.EXPLICIT) {
                field(field, base, bytes, to, out, depth);
                return;
            }
        }
        out.none();
    }

    private void field(Field field, int base, byte[] bytes, int to, JsonBuffer out, int depth) throws RefusedException {
        int first = seen.first(base, field.index());
        switch (field.arity()) {
            case LIST -> list(field, first, bytes, to, out, in.deeper(depth));
            case MAP -> map(field, first, bytes, to, out, in.deeper(depth));
            case IMPLICIT, EXPLICIT -> single(field, first, bytes, to, out, depth);
        }
    }

    private void list(Field field, int first, byte[] bytes, int to, JsonBuffer out, int depth) throws RefusedException {
        out.put('[');
        boolean isFirst = true;
        for (int entry = first; entry >= 0; entry = seen.next(entry)) {
            int position = seen.position(entry);
            if (position < 0) {
                isFirst = packed(field.scalar(), bytes, ~position, to, out, isFirst);
            } else {
                comma(isFirst, out);
                isFirst = false;
                one(field, bytes, position, to, out, depth);
            }
        }
        out.put(']');
    }

    private boolean packed(
            @Nullable ProtoScalar scalar, byte[] bytes, int position, int to, JsonBuffer out, boolean isFirst)
            throws RefusedException {
        in.open(bytes, position, to);
        int start = in.skip(in.varint());
        in.end(in.at());
        in.seek(start);
        boolean isStillFirst = isFirst;
        while (scalar != null && !in.isAtEnd()) {
            comma(isStillFirst, out);
            isStillFirst = false;
            scalar.reader().read(in, out);
        }
        return isStillFirst;
    }

    private static void comma(boolean isFirst, JsonBuffer out) throws RefusedException {
        if (!isFirst) {
            out.put(',');
        }
    }

    private void map(Field field, int first, byte[] bytes, int to, JsonBuffer out, int depth) throws RefusedException {
        if (first >= 0 && seen.next(first) >= 0) {
            keepLast(field, first, bytes, to, depth);
        }
        out.put('{');
        ProtoMessage type = field.type();
        boolean isFirst = true;
        for (int entry = first; entry >= 0; entry = seen.next(entry)) {
            if (seen.isReplaced(entry)) {
                continue;
            }
            comma(isFirst, out);
            isFirst = false;
            in.open(bytes, seen.position(entry), to);
            int start = in.skip(in.varint());
            int end = in.at();
            int base = scan(type, bytes, start, end);
            Field key = type.fields()[0];
            Field value = type.fields()[1];
            single(key, seen.first(base, 0), bytes, end, out, depth);
            out.put(':');
            single(value, seen.first(base, 1), bytes, end, out, depth);
            seen.release(base);
        }
        out.put('}');
    }

    /** Of a map's entries with one key the last counts, as Protobuf has it; JSON may have a name once. */
    private void keepLast(Field field, int first, byte[] bytes, int to, int depth) throws RefusedException {
        ProtoMessage type = field.type();
        int counted = occurrences;
        keys.clear(bytesMax);
        for (int entry = first; entry >= 0; entry = seen.next(entry)) {
            in.open(bytes, seen.position(entry), to);
            int start = in.skip(in.varint());
            int end = in.at();
            int base = scan(type, bytes, start, end);
            single(type.fields()[0], seen.first(base, 0), bytes, end, keys.text(), depth);
            seen.release(base);
            // They count when they are written.
            occurrences = counted;
            int before = keys.put(entry);
            if (before >= 0) {
                seen.replace(before);
            }
        }
    }

    /** A field's one value: the last that was sent, or all messages sent for it, merged. */
    private void single(Field field, int first, byte[] bytes, int to, JsonBuffer out, int depth)
            throws RefusedException {
        if (first < 0 && field.scalar() != null) {
            out.text(field.scalar().zero());
        } else if (first < 0) {
            message(field.type(), NOTHING, 0, 0, out, depth);
        } else if (seen.next(first) >= 0) {
            byte[] merged = join(first, bytes, to);
            message(field.type(), merged, 0, merged.length, out, depth);
        } else {
            one(field, bytes, seen.position(first), to, out, depth);
        }
    }

    private void one(Field field, byte[] bytes, int position, int to, JsonBuffer out, int depth)
            throws RefusedException {
        in.open(bytes, position, to);
        if (field.scalar() != null) {
            field.scalar().reader().read(in, out);
        } else {
            int start = in.skip(in.varint());
            message(field.type(), bytes, start, in.at(), out, depth);
        }
    }

    /** Messages one after the other are one message that has the fields of all. */
    private byte[] join(int first, byte[] bytes, int to) throws RefusedException {
        long size = 0;
        for (int entry = first; entry >= 0; entry = seen.next(entry)) {
            in.open(bytes, seen.position(entry), to);
            size += in.varint();
        }
        joined += size;
        if (joined > bytesMax) {
            throw RefusedException.undecodable("a message in too many pieces");
        }
        byte[] whole = new byte[(int) size];
        int at = 0;
        for (int entry = first; entry >= 0; entry = seen.next(entry)) {
            in.open(bytes, seen.position(entry), to);
            int start = in.skip(in.varint());
            System.arraycopy(bytes, start, whole, at, in.at() - start);
            at += in.at() - start;
        }
        return whole;
    }

    private long number(int base, int field, byte[] bytes, int to) throws RefusedException {
        int entry = seen.first(base, field);
        if (entry < 0) {
            return 0;
        }
        in.open(bytes, seen.position(entry), to);
        return in.varint();
    }

    private void decimal(int base, byte[] bytes, int to, JsonBuffer out) throws RefusedException {
        long scale = (int) number(base, 2, bytes, to);
        int entry = seen.first(base, 0);
        if (entry < 0) {
            out.none();
            return;
        }
        in.open(bytes, seen.position(entry), to);
        int start = in.skip(in.varint());
        Decimals.number(bytes, start, in.at(), scale, out);
    }

    /** What {@link Form} a message of that name has. */
    static Form form(String fullName) {
        return ProtoForms.BY_NAME.getOrDefault(fullName, Form.OBJECT);
    }
}
