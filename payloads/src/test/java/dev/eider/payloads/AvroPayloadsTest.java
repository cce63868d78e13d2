package dev.eider.payloads;

import static dev.eider.payloads.Payloads.bytes;
import static dev.eider.payloads.Payloads.framed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Avro's binary encoding as JSON; what Avro's own writer made. */
final class AvroPayloadsTest {
    /** The binary encoding of a datum. */
    static byte[] encoded(Schema schema, Object datum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String one(String type, Object value) {
        String text = "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}";
        Schema schema = new Schema.Parser().parse(text);
        GenericRecord record = new GenericData.Record(schema);
        record.put("f", value);
        Payloads.Outcome outcome = Payloads.avro(text).read(framed(7, encoded(schema, record)));
        assertThat(outcome.why()).isEmpty();
        assertThat(outcome.value()).startsWith("{\"f\":").endsWith("}");
        return outcome.value().substring(5, outcome.value().length() - 1);
    }

    @Test
    void makesEachTypeItsJson() {
        assertThat(one("\"null\"", null)).isEqualTo("null");
        assertThat(one("\"boolean\"", true)).isEqualTo("true");
        assertThat(one("\"int\"", Integer.MIN_VALUE)).isEqualTo("-2147483648");
        assertThat(one("\"long\"", Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(one("\"long\"", Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(one("\"float\"", 0.1f)).isEqualTo("0.1");
        assertThat(one("\"double\"", -1.5e300)).isEqualTo("-1.5E300");
        assertThat(one("\"double\"", Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(one("\"float\"", Float.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
        assertThat(one("\"string\"", "a\"\\\n\u0001é😀")).isEqualTo("\"a\\\"\\\\\\n\\u0001é😀\"");
        assertThat(one("\"bytes\"", ByteBuffer.wrap(bytes(0, 255, 16)))).isEqualTo("\"AP8Q\"");
        assertThat(one("[\"null\",\"long\"]", 3L)).isEqualTo("3");
        assertThat(one("[\"null\",\"long\"]", null)).isEqualTo("null");
        assertThat(one("{\"type\":\"array\",\"items\":\"int\"}", List.of(1, 2, 3)))
                .isEqualTo("[1,2,3]");
        assertThat(one("{\"type\":\"array\",\"items\":\"int\"}", List.of())).isEqualTo("[]");
        assertThat(one("{\"type\":\"map\",\"values\":\"int\"}", Map.of("k\"", 1)))
                .isEqualTo("{\"k\\\"\":1}");
        String symbols = "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\",\"B\"]}";
        assertThat(one(symbols, new GenericData.EnumSymbol(new Schema.Parser().parse(symbols), "B")))
                .isEqualTo("\"B\"");
        String fixed = "{\"type\":\"fixed\",\"name\":\"x\",\"size\":2}";
        assertThat(one(fixed, new GenericData.Fixed(new Schema.Parser().parse(fixed), bytes(1, 2))))
                .isEqualTo("\"AQI=\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1.005,3",
        "-0.01,2",
        "9007199254740993.01,2",
        "0,0",
        "12345678901234567890123456789.123456789,9",
        "-128,0",
        "0.000000000000000001,18"
    })
    void keepsDecimalsExact(String number, int scale) {
        BigDecimal decimal = new BigDecimal(number).setScale(scale);
        LogicalTypes.Decimal type = LogicalTypes.decimal(40, scale);
        Schema schema = type.addToSchema(Schema.create(Schema.Type.BYTES));
        ByteBuffer asBytes = new Conversions.DecimalConversion().toBytes(decimal, schema, type);
        assertThat(one(schema.toString(), asBytes)).isEqualTo(decimal.toPlainString());

        Schema fixed = type.addToSchema(Schema.createFixed("d", null, null, 17));
        assertThat(one(fixed.toString(), new Conversions.DecimalConversion().toFixed(decimal, fixed, type)))
                .isEqualTo(decimal.toPlainString());

        Schema big = LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));
        ByteBuffer withScale = new Conversions.BigDecimalConversion().toBytes(decimal, big, LogicalTypes.bigDecimal());
        assertThat(one(big.toString(), withScale)).isEqualTo(decimal.toPlainString());
    }

    @Test
    void makesTimesText() {
        assertThat(one(logical("int", "date"), 20_000)).isEqualTo("\"2024-10-04\"");
        assertThat(one(logical("int", "time-millis"), 3_723_004)).isEqualTo("\"01:02:03.004\"");
        assertThat(one(logical("long", "time-micros"), 86_399_999_999L)).isEqualTo("\"23:59:59.999999\"");
        assertThat(one(logical("long", "timestamp-millis"), 1_743_901_323_500L))
                .isEqualTo("\"2025-04-06T01:02:03.5Z\"");
        assertThat(one(logical("long", "timestamp-millis"), -1L)).isEqualTo("\"1969-12-31T23:59:59.999Z\"");
        assertThat(one(logical("long", "timestamp-micros"), 1_743_901_323_000_001L))
                .isEqualTo("\"2025-04-06T01:02:03.000001Z\"");
        assertThat(one(logical("long", "timestamp-nanos"), 1_743_901_323_000_000_001L))
                .isEqualTo("\"2025-04-06T01:02:03.000000001Z\"");
        assertThat(one(logical("long", "local-timestamp-millis"), 0L)).isEqualTo("\"1970-01-01T00:00:00\"");
        assertThat(one(logical("long", "timestamp-millis"), Long.MIN_VALUE)).startsWith("\"-2922");
        assertThat(one(logical("long", "time-micros"), -1L))
                .as("no time of the day")
                .isEqualTo("-1");
        assertThat(one(logical("string", "uuid"), "0e1b2c3d-0000-4000-8000-000000000001"))
                .isEqualTo("\"0e1b2c3d-0000-4000-8000-000000000001\"");
    }

    private static String logical(String type, String logical) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logical + "\"}";
    }

    @Test
    void readsRecordsInRecordsAndReferences() {
        String card =
                "{\"type\":\"record\",\"name\":\"card\",\"namespace\":\"b\",\"fields\":[{\"name\":\"pan\",\"type\":\"string\"}]}";
        String event =
                "{\"type\":\"record\",\"name\":\"event\",\"namespace\":\"b\",\"fields\":[{\"name\":\"card\",\"type\":\"b.card\"}]}";
        Payloads.Outcome outcome = Payloads.of(PayloadFormat.AVRO)
                .with(7, WrittenSchema.Type.AVRO, event, new WrittenSchema.Reference("b.card", card))
                .read(framed(7, bytes(4, 'x', 'y')));
        assertThat(outcome.value()).isEqualTo("{\"card\":{\"pan\":\"xy\"}}");
    }

    @Test
    void tellsFormatsApart() {
        Payloads topic = Payloads.avro("\"long\"")
                .with(8, WrittenSchema.Type.PROTOBUF, "message M {}")
                .with(9, WrittenSchema.Type.AVRO, "{");
        assertThat(topic.read(Payloads.utf8("{\"a\":1}")).refused()).contains(RejectionCode.WRONG_FORMAT);
        assertThat(topic.read(bytes()).refused()).contains(RejectionCode.WRONG_FORMAT);
        assertThat(topic.read(framed(8, bytes(2))).refused()).contains(RejectionCode.WRONG_FORMAT);
        Payloads.Outcome unknown = topic.read(framed(4711, bytes(2)));
        assertThat(unknown.refused()).contains(RejectionCode.UNKNOWN_SCHEMA);
        assertThat(unknown.why()).isEqualTo("its schema is not in the registry");
        assertThat(topic.read(framed(9, bytes(2))).refused()).contains(RejectionCode.UNKNOWN_SCHEMA);
        assertThat(topic.read(framed(7, bytes(2, 2))).refused()).contains(RejectionCode.UNDECODABLE);
        assertThat(topic.read(framed(7, bytes())).refused()).contains(RejectionCode.UNDECODABLE);
        assertThat(topic.read(framed(7, bytes(2))).value()).isEqualTo("1");
    }

    @Test
    void readsLongNumbersOfSchemasAndThoseInHeaders() {
        String schema = "\"long\"";
        Payloads topic = Payloads.avro(schema)
                .with(new SchemaId(SchemaId.Kind.GLOBAL_ID, "300"), WrittenSchema.Type.AVRO, schema)
                .with(
                        new SchemaId(SchemaId.Kind.GUID, "00112233-4455-6677-8899-aabbccddeeff"),
                        WrittenSchema.Type.AVRO,
                        schema);
        assertThat(topic.read(bytes(0, 0, 0, 0, 0, 0, 0, 0, 7, 4)).value()).isEqualTo("2");
        String apicurio =
                "{\"offset\":1,\"headers\":{\"apicurio.value.globalId\":\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0001,\"}}";
        assertThat(topic.read(apicurio, bytes(4)).value()).isEqualTo("2");
        String confluent = "{\"offset\":1,\"headers\":{},\"headers_base64\":[[\"x\"],[\"__value_schema_id\",\""
                + Payloads.base64(bytes(
                        1, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff))
                + "\"]]}";
        assertThat(topic.read(confluent, bytes(4)).value()).isEqualTo("2");
    }

    @Test
    void readsBySchemaFileWithoutFrames() {
        Payloads topic = Payloads.of(PayloadFormat.AVRO)
                .file(
                        "e.avsc",
                        "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"f\",\"type\":\"string\"}]}");
        assertThat(topic.read(bytes(2, 'x')).value()).isEqualTo("{\"f\":\"x\"}");
        assertThat(topic.read(bytes(0)).value()).isEqualTo("{\"f\":\"\"}");
        assertThat(topic.read(framed(7, bytes(2, 'x'))).refused()).contains(RejectionCode.WRONG_FORMAT);
        assertThat(topic.read(Payloads.utf8("{\"f\":\"x\"}")).refused()).contains(RejectionCode.WRONG_FORMAT);
    }
}
