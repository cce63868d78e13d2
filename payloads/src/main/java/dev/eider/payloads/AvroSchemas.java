package dev.eider.payloads;

import dev.eider.contract.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Decoders of schemas in Avro's JSON. */
final class AvroSchemas {
    static final long MILLIS = 1_000L;
    static final long MICROS = 1_000_000L;
    static final long NANOS = 1_000_000_000L;
    private static final int UUID_BYTES = 16;
    private static final int DURATION_BYTES = 12;
    private static final String UTC = "Z";
    private static final String LOCAL = "";

    private final Map<String, AvroReader.Fields> records = new HashMap<>();
    private final Moments moments = new Moments();

    private AvroSchemas() {}

    /** @throws RefusedException where the text is no schema */
    static Decoder decoder(String schema, List<WrittenSchema.Reference> references, Limits limits)
            throws RefusedException {
        try {
            return new AvroDecoder(new AvroSchemas().reader(parse(schema, references)), limits);
        } catch (RuntimeException | StackOverflowError e) {
            throw Schemas.unreadable();
        }
    }

    /** @throws RefusedException where the text is no schema */
    static Encoder encoder(String schema, List<WrittenSchema.Reference> references) throws RefusedException {
        try {
            return new AvroWriter(parse(schema, references));
        } catch (RuntimeException | StackOverflowError e) {
            throw Schemas.unreadable();
        }
    }

    /** A reference may need others, in no certain order. */
    private static Schema parse(String schema, List<WrittenSchema.Reference> references) {
        Schema.Parser parser = new Schema.Parser();
        parser.setValidateDefaults(false);
        List<WrittenSchema.Reference> left = new ArrayList<>(references);
        boolean isMore = true;
        while (isMore && !left.isEmpty()) {
            isMore = left.removeIf(reference -> isParsed(parser, reference.text()));
        }
        return parser.parse(schema);
    }

    private static boolean isParsed(Schema.Parser parser, String text) {
        try {
            return parser.parse(text) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private AvroReader reader(Schema schema) {
        AvroReader logical = logical(schema, schema.getLogicalType());
        if (logical != null) {
            return logical;
        }
        return switch (schema.getType()) {
            case NULL -> (in, out, depth) -> out.none();
            case BOOLEAN -> AvroSchemas::bool;
            case INT -> (in, out, depth) -> out.number(in.zigZagInt());
            case LONG -> (in, out, depth) -> out.number(in.zigZag());
            case FLOAT -> (in, out, depth) -> out.number(Float.intBitsToFloat(in.fixed32()));
            case DOUBLE -> (in, out, depth) -> out.number(Double.longBitsToDouble(in.fixed64()));
            case STRING -> AvroSchemas::string;
            case BYTES ->
                (in, out, depth) -> {
                    int from = in.skip(in.zigZag());
                    out.base64(in.bytes(), from, in.at());
                };
            case FIXED -> fixed(schema.getFixedSize());
            case ENUM ->
                new AvroReader.Symbols(schema.getEnumSymbols().stream()
                        .map(symbol -> JsonBuffer.name(symbol))
                        .map(name -> Arrays.copyOf(name, name.length - 1))
                        .toList());
            case ARRAY -> new AvroReader.Blocks(null, reader(schema.getElementType()));
            case MAP -> new AvroReader.Blocks(AvroSchemas::string, reader(schema.getValueType()));
            case UNION ->
                new AvroReader.Union(
                        schema.getTypes().stream().map(this::reader).toList());
            case RECORD -> record(schema);
        };
    }

    private AvroReader record(Schema schema) {
        AvroReader.Fields known = records.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        List<Schema.Field> fields = schema.getFields();
        AvroReader.Fields reader =
                new AvroReader.Fields(fields.stream().map(Schema.Field::name).toList());
        records.put(schema.getFullName(), reader);
        reader.readers(fields.stream().map(field -> reader(field.schema())).toList());
        return reader;
    }

    private @Nullable AvroReader logical(Schema schema, @Nullable LogicalType type) {
        if (type == null) {
            return null;
        }
        boolean isFixed = schema.getType() == Schema.Type.FIXED;
        return switch (type.getName()) {
            case "decimal" -> decimal(schema, ((LogicalTypes.Decimal) type).getScale());
            case "big-decimal" -> AvroSchemas::bigDecimal;
            case "date" -> (in, out, depth) -> moments.date(in.zigZagInt(), out);
            case "time-millis" -> (in, out, depth) -> moments.time(in.zigZagInt(), MILLIS, out);
            case "time-micros" -> (in, out, depth) -> moments.time(in.zigZag(), MICROS, out);
            case "timestamp-millis" -> moment(MILLIS, UTC);
            case "timestamp-micros" -> moment(MICROS, UTC);
            case "timestamp-nanos" -> moment(NANOS, UTC);
            case "local-timestamp-millis" -> moment(MILLIS, LOCAL);
            case "local-timestamp-micros" -> moment(MICROS, LOCAL);
            case "local-timestamp-nanos" -> moment(NANOS, LOCAL);
            case "uuid" -> isFixed ? AvroSchemas::uuid : null;
            case "duration" -> AvroSchemas::duration;
            default -> null;
        };
    }

    private AvroReader moment(long unitsPerSecond, String zone) {
        return (in, out, depth) -> moments.moment(in.zigZag(), unitsPerSecond, zone, out);
    }

    private static AvroReader decimal(Schema schema, int scale) {
        boolean isFixed = schema.getType() == Schema.Type.FIXED;
        int size = isFixed ? schema.getFixedSize() : 0;
        return (in, out, depth) -> {
            int from = in.skip(isFixed ? size : in.zigZag());
            Decimals.number(in.bytes(), from, in.at(), scale, out);
        };
    }

    /** Bytes that hold the digits, with their length, and the scale. */
    private static void bigDecimal(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
        int from = in.skip(in.zigZag());
        int end = in.end();
        in.end(in.at());
        in.seek(from);
        int digits = in.skip(in.zigZag());
        int digitsEnd = in.at();
        Decimals.number(in.bytes(), digits, digitsEnd, in.zigZag(), out);
        if (!in.isAtEnd()) {
            throw RefusedException.undecodable("bytes are left behind a decimal");
        }
        in.end(end);
    }

    private static void bool(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
        byte value = in.next();
        if (value != 0 && value != 1) {
            throw RefusedException.undecodable("a boolean that is neither");
        }
        out.bool(value == 1);
    }

    private static void string(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
        int from = in.skip(in.zigZag());
        out.string(in.bytes(), from, in.at());
    }

    private static AvroReader fixed(int size) {
        return (in, out, depth) -> {
            int from = in.skip(size);
            out.base64(in.bytes(), from, in.at());
        };
    }

    private static void uuid(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
        int from = in.skip(UUID_BYTES);
        out.put('"');
        for (int i = 0; i < UUID_BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.put('-');
            }
            int value = in.bytes()[from + i] & 0xff;
            out.put(Character.forDigit(value >> 4, 16));
            out.put(Character.forDigit(value & 0xf, 16));
        }
        out.put('"');
    }

    /** Months, days and milliseconds, which have no common unit: a duration of ISO 8601. */
    private static void duration(BinaryInput in, JsonBuffer out, int depth) throws RefusedException {
        if (in.end() - in.at() < DURATION_BYTES) {
            throw BinaryInput.endsEarly();
        }
        out.text("\"P");
        out.number(Integer.toUnsignedLong(in.fixed32()));
        out.put('M');
        out.number(Integer.toUnsignedLong(in.fixed32()));
        out.text("DT");
        long millis = Integer.toUnsignedLong(in.fixed32());
        out.number(millis / MILLIS);
        Moments.fraction((int) (millis % MILLIS * (NANOS / MILLIS)), out);
        out.text("S\"");
    }
}
