package dev.eider.payloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of single values in Protobuf.
 *
 * @param wireType how its bytes are laid out
 * @param zero JSON of what a field without presence has where nothing is sent
 */
record ProtoScalar(int wireType, String zero, Reader reader, Writer writer) {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    /** Reads one value, and writes it as JSON. */
    interface Reader {
        void read(BinaryInput in, JsonBuffer out) throws RefusedException;
    }

    /** Writes one value of JSON. */
    interface Writer {
        void write(JsonNode node, ProtoOutput out) throws RefusedException;
    }

    private static final Map<String, ProtoScalar> BY_NAME = Map.ofEntries(
            Map.entry(
                    "double",
                    fixed64(
                            (in, out) -> out.number(Double.longBitsToDouble(in.fixed64())),
                            (node, out) -> out.fixed64(Double.doubleToRawLongBits(Exactly.real(node))))),
            Map.entry(
                    "float",
                    fixed32(
                            (in, out) -> out.number(Float.intBitsToFloat(in.fixed32())),
                            (node, out) -> out.fixed32(Float.floatToRawIntBits(Exactly.shortReal(node))))),
            Map.entry(
                    "int32",
                    varint(
                            (in, out) -> out.number(low(in.varint())),
                            (node, out) -> out.varint(Exactly.whole(node, Integer.SIZE)))),
            Map.entry(
                    "int64",
                    varint(
                            (in, out) -> out.number(in.varint()),
                            (node, out) -> out.varint(Exactly.whole(node, Long.SIZE)))),
            Map.entry(
                    "uint32",
                    varint(
                            (in, out) -> out.number(in.varint() & 0xffffffffL),
                            (node, out) -> out.varint(Exactly.natural(node, Integer.SIZE)))),
            Map.entry(
                    "uint64",
                    varint(
                            (in, out) -> unsigned(in.varint(), out),
                            (node, out) -> out.varint(Exactly.natural(node, Long.SIZE)))),
            Map.entry(
                    "sint32",
                    varint(
                            (in, out) -> out.number(low(BinaryInput.zigZag(in.varint() & 0xffffffffL))),
                            (node, out) -> out.zigZag(Exactly.whole(node, Integer.SIZE)))),
            Map.entry(
                    "sint64",
                    varint(
                            (in, out) -> out.number(in.zigZag()),
                            (node, out) -> out.zigZag(Exactly.whole(node, Long.SIZE)))),
            Map.entry(
                    "fixed32",
                    fixed32(
                            (in, out) -> out.number(Integer.toUnsignedLong(in.fixed32())),
                            (node, out) -> out.fixed32((int) Exactly.natural(node, Integer.SIZE)))),
            Map.entry(
                    "fixed64",
                    fixed64(
                            (in, out) -> unsigned(in.fixed64(), out),
                            (node, out) -> out.fixed64(Exactly.natural(node, Long.SIZE)))),
            Map.entry(
                    "sfixed32",
                    fixed32(
                            (in, out) -> out.number(in.fixed32()),
                            (node, out) -> out.fixed32((int) Exactly.whole(node, Integer.SIZE)))),
            Map.entry(
                    "sfixed64",
                    fixed64(
                            (in, out) -> out.number(in.fixed64()),
                            (node, out) -> out.fixed64(Exactly.whole(node, Long.SIZE)))),
            Map.entry(
                    "bool",
                    new ProtoScalar(
                            VARINT,
                            "false",
                            (in, out) -> out.bool(in.varint() != 0),
                            (node, out) -> out.varint(Exactly.bool(node) ? 1 : 0))),
            Map.entry(
                    "string",
                    new ProtoScalar(
                            LENGTH,
                            "\"\"",
                            ProtoScalar::string,
                            (node, out) -> out.bytes(Exactly.utf8(Exactly.text(node))))),
            Map.entry(
                    "bytes",
                    new ProtoScalar(
                            LENGTH, "\"\"", ProtoScalar::bytes, (node, out) -> out.bytes(Exactly.bytes(node)))));

    /** The type of that name in .proto text; null where it is a message's or an enum's. */
    static @Nullable ProtoScalar named(String name) {
        return BY_NAME.get(name);
    }

    /**
     * Names by number; a number without a name stays one.
     *
     * @param numbers by name, of which one number may have several
     */
    static ProtoScalar enumeration(Map<Integer, byte[]> names, Map<String, Integer> numbers, String first) {
        Reader reader = (in, out) -> {
            int number = (int) in.varint();
            byte[] name = names.get(number);
            if (name == null) {
                out.number(number);
            } else {
                out.put(name);
            }
        };
        return new ProtoScalar(VARINT, first, reader, (node, out) -> {
            Integer number = node.isIntegralNumber()
                    ? Integer.valueOf((int) Exactly.whole(node, Integer.SIZE))
                    : numbers.get(node.asText());
            if (number == null) {
                throw Exactly.not("a name of the schema's enumeration");
            }
            out.varint(number);
        });
    }

    /** The same as a member's name. */
    ProtoScalar quoted() {
        if (wireType == LENGTH) {
            return this;
        }
        Reader quoting = (in, out) -> {
            out.put('"');
            reader.read(in, out);
            out.put('"');
        };
        return new ProtoScalar(
                wireType, '"' + zero + '"', quoting, (node, out) -> writer.write(unquoted(node.textValue()), out));
    }

    private static JsonNode unquoted(String name) throws RefusedException {
        if (name.equals("true") || name.equals("false")) {
            return BooleanNode.valueOf(name.equals("true"));
        }
        try {
            return BigIntegerNode.valueOf(new BigInteger(name));
        } catch (NumberFormatException e) {
            throw Exactly.not("a member whose name is a number");
        }
    }

    boolean isPackable() {
        return wireType != LENGTH;
    }

    private static ProtoScalar varint(Reader reader, Writer writer) {
        return new ProtoScalar(VARINT, "0", reader, writer);
    }

    private static ProtoScalar fixed32(Reader reader, Writer writer) {
        return new ProtoScalar(FIXED32, "0", reader, writer);
    }

    private static ProtoScalar fixed64(Reader reader, Writer writer) {
        return new ProtoScalar(FIXED64, "0", reader, writer);
    }

    /** The number that the lowest 32 bits are. */
    private static int low(long value) {
        return (int) value;
    }

    private static void unsigned(long value, JsonBuffer out) throws RefusedException {
        if (value >= 0) {
            out.number(value);
        } else {
            out.text(Long.toUnsignedString(value));
        }
    }

    private static void string(BinaryInput in, JsonBuffer out) throws RefusedException {
        int from = in.skip(in.varint());
        out.string(in.bytes(), from, in.at());
    }

    private static void bytes(BinaryInput in, JsonBuffer out) throws RefusedException {
        int from = in.skip(in.varint());
        out.base64(in.bytes(), from, in.at());
    }
}
