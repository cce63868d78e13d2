package dev.eider.payloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Plain JSON in Avro's binary encoding, such that {@link AvroReader} gives the same back. A value of a union stands by
 * itself: it is of the first type that takes it. What the schema has no place for is refused.
 */
final class AvroWriter implements Encoder {
    private final Schema root;

    AvroWriter(Schema root) {
        this.root = root;
    }

    @Override
    public void encode(JsonNode value, OutputStream out) throws RefusedException, IOException {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        write(root, value, encoder);
        encoder.flush();
    }

    @Override
    public boolean isOfObjects() {
        return root.getType() == Schema.Type.RECORD || root.getType() == Schema.Type.MAP;
    }

    private static void write(Schema schema, JsonNode node, BinaryEncoder out) throws RefusedException, IOException {
        if (schema.getLogicalType() != null && isLogical(schema, node, out)) {
            return;
        }
        switch (schema.getType()) {
            case NULL -> none(node, out);
            case BOOLEAN -> out.writeBoolean(Exactly.bool(node));
            case INT -> out.writeInt((int) Exactly.whole(node, Integer.SIZE));
            case LONG -> out.writeLong(Exactly.whole(node, Long.SIZE));
            case FLOAT -> out.writeFloat(Exactly.shortReal(node));
            case DOUBLE -> out.writeDouble(Exactly.real(node));
            case STRING -> out.writeBytes(Exactly.utf8(Exactly.text(node)));
            case BYTES -> out.writeBytes(Exactly.bytes(node));
            case FIXED -> fixed(schema, Exactly.bytes(node), out);
            case ENUM -> symbol(schema, Exactly.text(node), out);
            case ARRAY -> array(schema.getElementType(), node, out);
            case MAP -> map(schema.getValueType(), node, out);
            case UNION -> union(schema.getTypes(), node, out);
            case RECORD -> record(schema, node, out);
        }
    }

    private static void none(JsonNode node, BinaryEncoder out) throws RefusedException, IOException {
        if (!node.isNull()) {
            throw Exactly.not("null");
        }
        out.writeNull();
    }

    private static void fixed(Schema schema, byte[] bytes, BinaryEncoder out) throws RefusedException, IOException {
        if (bytes.length != schema.getFixedSize()) {
            throw Exactly.not("of " + schema.getFixedSize() + " bytes");
        }
        out.writeFixed(bytes);
    }

    private static void symbol(Schema schema, String name, BinaryEncoder out) throws RefusedException, IOException {
        if (!schema.hasEnumSymbol(name)) {
            throw Exactly.not("one of the schema's symbols");
        }
        out.writeEnum(schema.getEnumOrdinal(name));
    }

    private static void array(Schema item, JsonNode node, BinaryEncoder out) throws RefusedException, IOException {
        if (!node.isArray()) {
            throw Exactly.not("a list");
        }
        out.writeArrayStart();
        out.setItemCount(node.size());
        for (JsonNode each : node) {
            out.startItem();
            write(item, each, out);
        }
        out.writeArrayEnd();
    }

    private static void map(Schema value, JsonNode node, BinaryEncoder out) throws RefusedException, IOException {
        requireObject(node);
        out.writeMapStart();
        out.setItemCount(node.size());
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            out.startItem();
            out.writeBytes(Exactly.utf8(entry.getKey()));
            write(value, entry.getValue(), out);
        }
        out.writeMapEnd();
    }

    private static void requireObject(JsonNode node) throws RefusedException {
        if (!node.isObject()) {
            throw Exactly.not("an object");
        }
    }

    private static void record(Schema schema, JsonNode node, BinaryEncoder out) throws RefusedException, IOException {
        requireObject(node);
        int found = 0;
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = node.path(field.name());
            found += value.isMissingNode() ? 0 : 1;
            try {
                if (!value.isMissingNode()) {
                    write(field.schema(), value, out);
                } else if (field.schema().isNullable()) {
                    write(field.schema(), NullNode.getInstance(), out);
                } else {
                    throw Exactly.not("there");
                }
            } catch (RefusedException e) {
                throw e.of(field.name());
            }
        }
        if (found < node.size()) {
            throw RefusedException.tooMuch();
        }
    }

    private static void union(List<Schema> branches, JsonNode node, BinaryEncoder out)
            throws RefusedException, IOException {
        boolean isAlone = branches.stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .count()
                == 1;
        for (int i = 0; i < branches.size(); i++) {
            Schema branch = branches.get(i);
            boolean isNull = branch.getType() == Schema.Type.NULL;
            if (isNull ? node.isNull() : !node.isNull() && (isAlone || suits(branch, node))) {
                out.writeIndex(i);
                write(branch, node, out);
                return;
            }
        }
        throw Exactly.not("of any type of its union");
    }

    /** Whether a value is of this type, as far as can be told without going down into it. */
    private static boolean suits(Schema branch, JsonNode node) throws IOException {
        switch (branch.getType()) {
            case ARRAY -> {
                return node.isArray();
            }
            case MAP -> {
                return node.isObject();
            }
            case RECORD -> {
                long named = branch.getFields().stream()
                        .filter(field -> node.has(field.name()))
                        .count();
                return node.isObject()
                        && named == node.size()
                        && branch.getFields().stream()
                                .allMatch(field ->
                                        node.has(field.name()) || field.schema().isNullable());
            }
            default -> {
                if (node.isTextual() && isDecimal(branch)) {
                    return false;
                }
                try {
                    OutputStream nowhere = OutputStream.nullOutputStream();
                    write(branch, node, EncoderFactory.get().directBinaryEncoder(nowhere, null));
                    return true;
                } catch (RefusedException e) {
                    return false;
                }
            }
        }
    }

    /** Text that is a number stays text where that is a choice. */
    private static boolean isDecimal(Schema branch) {
        return branch.getLogicalType() instanceof LogicalTypes.Decimal
                || branch.getLogicalType() instanceof LogicalTypes.BigDecimal;
    }

    /** Writes a value whose type is more than its bytes; false where it is not. */
    private static boolean isLogical(Schema schema, JsonNode node, BinaryEncoder out)
            throws RefusedException, IOException {
        boolean isFixed = schema.getType() == Schema.Type.FIXED;
        switch (schema.getLogicalType().getName()) {
            case "decimal" -> decimal(schema, (LogicalTypes.Decimal) schema.getLogicalType(), node, out);
            case "big-decimal" -> bigDecimal(Exactly.decimal(node), out);
            case "date" ->
                out.writeInt(Exactly.parsed(
                        node, text -> Math.toIntExact(LocalDate.parse(text).toEpochDay()), "a date like 2025-04-06"));
            case "time-millis" -> out.writeInt((int) time(node, AvroSchemas.MILLIS));
            case "time-micros" -> out.writeLong(time(node, AvroSchemas.MICROS));
            case "timestamp-millis" -> out.writeLong(Exactly.units(Exactly.moment(node), AvroSchemas.MILLIS));
            case "timestamp-micros" -> out.writeLong(Exactly.units(Exactly.moment(node), AvroSchemas.MICROS));
            case "timestamp-nanos" -> out.writeLong(Exactly.units(Exactly.moment(node), AvroSchemas.NANOS));
            case "local-timestamp-millis" -> out.writeLong(Exactly.units(local(node), AvroSchemas.MILLIS));
            case "local-timestamp-micros" -> out.writeLong(Exactly.units(local(node), AvroSchemas.MICROS));
            case "local-timestamp-nanos" -> out.writeLong(Exactly.units(local(node), AvroSchemas.NANOS));
            case "uuid" -> {
                if (!isFixed) {
                    return false;
                }
                UUID uuid = Exactly.parsed(node, UUID::fromString, "a UUID");
                if (!uuid.toString().equalsIgnoreCase(node.textValue())) {
                    throw Exactly.not("a UUID");
                }
                out.writeFixed(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
            }
            case "duration" -> throw Exactly.not("written: durations of Avro are not supported yet");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Instant local(JsonNode node) throws RefusedException {
        return Exactly.parsed(
                node,
                text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
                "a time without offset like 2025-04-06T01:02:03.5");
    }

    private static long time(JsonNode node, long unitsPerSecond) throws RefusedException {
        LocalTime time = Exactly.parsed(node, LocalTime::parse, "a time of the day like 01:02:03.5");
        return Exactly.units(Instant.EPOCH.plusNanos(time.toNanoOfDay()), unitsPerSecond);
    }

    private static void decimal(Schema schema, LogicalTypes.Decimal type, JsonNode node, BinaryEncoder out)
            throws RefusedException, IOException {
        BigDecimal value = Exactly.decimal(node).stripTrailingZeros();
        // Zero has a digit too, but none that needs room before the point.
        int whole = value.signum() == 0 ? 0 : value.precision() - value.scale();
        if (value.scale() > type.getScale() || whole > type.getPrecision() - type.getScale()) {
            throw Exactly.not("a decimal of " + type.getPrecision() + " digits, " + type.getScale()
                    + " of them behind the point");
        }
        byte[] digits = value.setScale(type.getScale()).unscaledValue().toByteArray();
        if (schema.getType() != Schema.Type.FIXED) {
            out.writeBytes(digits);
            return;
        }
        byte[] padded = new byte[schema.getFixedSize()];
        if (digits.length > padded.length) {
            throw Exactly.not("a decimal of " + padded.length + " bytes");
        }
        Arrays.fill(padded, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, padded, padded.length - digits.length, digits.length);
        out.writeFixed(padded);
    }

    /** Bytes that hold the digits, with their length, and the scale. */
    private static void bigDecimal(BigDecimal value, BinaryEncoder out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder inside = EncoderFactory.get().directBinaryEncoder(bytes, null);
        inside.writeBytes(value.unscaledValue().toByteArray());
        inside.writeInt(value.scale());
        out.writeBytes(bytes.toByteArray());
    }
}
