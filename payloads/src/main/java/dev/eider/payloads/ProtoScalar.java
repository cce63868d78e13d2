package dev.eider.payloads;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of single values in Protobuf.
 *
 * @param wireType how its bytes are laid out
 * @param zero JSON of what a field without presence has where nothing is sent
 */
record ProtoScalar(int wireType, String zero, Reader reader) {
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

    private static final Map<String, ProtoScalar> BY_NAME = Map.ofEntries(
            Map.entry("double", fixed64((in, out) -> out.number(Double.longBitsToDouble(in.fixed64())))),
            Map.entry("float", fixed32((in, out) -> out.number(Float.intBitsToFloat(in.fixed32())))),
            Map.entry("int32", varint((in, out) -> out.number(low(in.varint())))),
            Map.entry("int64", varint((in, out) -> out.number(in.varint()))),
            Map.entry("uint32", varint((in, out) -> out.number(in.varint() & 0xffffffffL))),
            Map.entry("uint64", varint((in, out) -> unsigned(in.varint(), out))),
            Map.entry("sint32", varint((in, out) -> out.number(low(BinaryInput.zigZag(in.varint() & 0xffffffffL))))),
            Map.entry("sint64", varint((in, out) -> out.number(in.zigZag()))),
            Map.entry("fixed32", fixed32((in, out) -> out.number(Integer.toUnsignedLong(in.fixed32())))),
            Map.entry("fixed64", fixed64((in, out) -> unsigned(in.fixed64(), out))),
            Map.entry("sfixed32", fixed32((in, out) -> out.number(in.fixed32()))),
            Map.entry("sfixed64", fixed64((in, out) -> out.number(in.fixed64()))),
            Map.entry("bool", new ProtoScalar(VARINT, "false", (in, out) -> out.bool(in.varint() != 0))),
            Map.entry("string", new ProtoScalar(LENGTH, "\"\"", ProtoScalar::string)),
            Map.entry("bytes", new ProtoScalar(LENGTH, "\"\"", ProtoScalar::bytes)));

    /** The type of that name in .proto text; null where it is a message's or an enum's. */
    static @Nullable ProtoScalar named(String name) {
        return BY_NAME.get(name);
    }

    /** Names by number; a number without a name stays one. */
    static ProtoScalar enumeration(Map<Integer, byte[]> names, String first) {
        return new ProtoScalar(VARINT, first, (in, out) -> {
            int number = (int) in.varint();
            byte[] name = names.get(number);
            if (name == null) {
                out.number(number);
            } else {
                out.put(name);
            }
        });
    }

    /** The same as a member's name. */
    ProtoScalar quoted() {
        if (wireType == LENGTH) {
            return this;
        }
        return new ProtoScalar(wireType, '"' + zero + '"', (in, out) -> {
            out.put('"');
            reader.read(in, out);
            out.put('"');
        });
    }

    boolean isPackable() {
        return wireType != LENGTH;
    }

    private static ProtoScalar varint(Reader reader) {
        return new ProtoScalar(VARINT, "0", reader);
    }

    private static ProtoScalar fixed32(Reader reader) {
        return new ProtoScalar(FIXED32, "0", reader);
    }

    private static ProtoScalar fixed64(Reader reader) {
        return new ProtoScalar(FIXED64, "0", reader);
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
