package dev.eider.payloads;

import static dev.eider.payloads.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.sandbox.kafka.SchemaRegistry;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON that becomes a payload, and JSON again. */
final class TopicEncoderTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String AVRO = """
            {"type":"record","name":"r","fields":[
             {"name":"id","type":"long"},
             {"name":"small","type":["null","int"],"default":null},
             {"name":"ratio","type":["double","null"]},
             {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":2}},
             {"name":"fee","type":["null",{"type":"fixed","name":"f","size":9,"logicalType":"decimal","precision":18,"scale":4}]},
             {"name":"any","type":["null",{"type":"bytes","logicalType":"big-decimal"}]},
             {"name":"day","type":["null",{"type":"int","logicalType":"date"}]},
             {"name":"clock","type":["null",{"type":"long","logicalType":"time-micros"}]},
             {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},
             {"name":"here","type":["null",{"type":"long","logicalType":"local-timestamp-nanos"}]},
             {"name":"mark","type":["null",{"type":"fixed","name":"u","size":16,"logicalType":"uuid"}]},
             {"name":"raw","type":["null","bytes"]},
             {"name":"kind","type":["null",{"type":"enum","name":"e","symbols":["A","B"]}]},
             {"name":"tags","type":{"type":"array","items":"string"}},
             {"name":"more","type":{"type":"map","values":["null","boolean"]}},
             {"name":"mixed","type":["null","boolean","long","string",{"type":"array","items":"int"},
               {"type":"record","name":"a","fields":[{"name":"x","type":"int"}]},
               {"type":"record","name":"b","fields":[{"name":"y","type":["null","r"]}]}]}]}
            """;

    private static final String WHOLE = "{\"id\":9007199254740993,\"small\":-7,\"ratio\":0.1,"
            + "\"price\":-9007199254740993.01,\"fee\":12345678901234.5678,\"any\":1.50,\"day\":\"2024-10-04\","
            + "\"clock\":\"01:02:03.000004\",\"at\":\"2025-04-06T01:02:03.5Z\","
            + "\"here\":\"1969-12-31T23:59:59.999999999\",\"mark\":\"00112233-4455-6677-8899-aabbccddeeff\","
            + "\"raw\":\"AP8Q\",\"kind\":\"B\",\"tags\":[\"é😀\",\"\"],\"more\":{\"k\":true,\"\":null},\"mixed\":%s}";

    private static final String EMPTY = "{\"id\":1,\"small\":null,\"ratio\":null,\"price\":0.00,\"fee\":null,"
            + "\"any\":null,\"day\":null,\"clock\":null,\"at\":null,\"here\":null,\"mark\":null,\"raw\":null,"
            + "\"kind\":null,\"tags\":[],\"more\":{},\"mixed\":null}";

    private static final String PROTO = """
            syntax = "proto3";
            package p;
            import "google/protobuf/timestamp.proto";
            message All {
              double a = 1; float b = 2; int32 c = 3; int64 d = 4; uint32 e = 5; uint64 f = 6; sint32 g = 7;
              sint64 h = 8; fixed32 i = 9; fixed64 j = 10; sfixed32 k = 11; sfixed64 l = 12; bool m = 13;
              string n = 14; bytes o = 15; Kind kind = 16; repeated int32 list = 17; map<int64, string> map = 18;
              optional int32 maybe = 19; google.protobuf.Timestamp at = 20; google.protobuf.Duration took = 21;
              google.protobuf.Int64Value wrapped = 22; google.protobuf.Struct free = 23;
              confluent.type.Decimal price = 24; repeated Inner inner = 25; map<bool, Inner> named = 26;
              oneof which { string text = 27; int32 number = 28; }
            }
            message Inner { optional int64 x = 1; All again = 2; }
            enum Kind { NONE = 0; B = -3; }
            """;

    private static final String SCALARS = "\"a\":-1.5E300,\"b\":0.1,\"c\":-2147483648,\"d\":-9223372036854775808,"
            + "\"e\":4294967295,\"f\":18446744073709551615,\"g\":-2147483648,\"h\":-9223372036854775808,"
            + "\"i\":4294967295,\"j\":18446744073709551615,\"k\":-1,\"l\":-1,\"m\":true,\"n\":\"é😀\","
            + "\"o\":\"AP8Q\",\"kind\":\"B\",\"list\":[1,-2],\"map\":{\"-7\":\"x\",\"8\":\"\"}";

    private static TopicEncoder of(Payloads payloads, Optional<SchemaRegistry> registry) throws EiderException {
        Optional<URI> url = registry.map(SchemaRegistry::url);
        return TopicEncoder.of(
                payloads.topic(),
                "t",
                new Connection.Kafka("events", "localhost:9", url, "g", Map.of()),
                Limits.defaults());
    }

    private static byte[] encode(Payloads payloads, String json) throws Exception {
        byte[] text = utf8(json);
        return of(payloads, Optional.empty()).value(text, 0, text.length);
    }

    /** What is read of what was written. */
    private static String back(Payloads payloads, String json) throws Exception {
        Payloads.Outcome outcome = payloads.read(encode(payloads, json));
        assertThat(outcome.why()).isEmpty();
        return outcome.value();
    }

    private static Payloads avro(String schema) {
        return Payloads.of(PayloadFormat.AVRO).file("s.avsc", schema);
    }

    private static String refused(Payloads payloads, String json) {
        try {
            encode(payloads, json);
        } catch (RefusedException e) {
            return String.valueOf(e.getMessage());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("taken: " + json);
    }

    private static String one(String type) {
        return "{\"type\":\"record\",\"name\":\"one\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null", "true", "7", "\"seven\"", "[1,2]", "{\"x\":1}", "{\"y\":" + "null}"})
    void avroComesBackAsItWas(String mixed) throws Exception {
        String json = WHOLE.formatted(mixed);
        assertThat(back(avro(AVRO), json)).isEqualTo(json);
    }

    @Test
    void textThatIsANumberStaysTextWhereItMay() throws Exception {
        Payloads either =
                avro(one("[{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":1},\"string\"]"));
        assertThat(back(either, "{\"f\":\"1.5\"}")).isEqualTo("{\"f\":\"1.5\"}");
        assertThat(back(either, "{\"f\":1.5}")).isEqualTo("{\"f\":1.5}");
    }

    @ParameterizedTest
    @CsvSource({"0,0.0000", "0.0000,0.0000", "-0.0,0.0000", "0e9,0.0000", "0.0500,0.0500", "-0.9999,-0.9999"})
    void decimalsNeedNoRoomBeforeThePoint(String number, String read) throws Exception {
        Payloads shares = avro(one("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":4}"));
        assertThat(back(shares, "{\"f\":" + number + "}")).isEqualTo("{\"f\":" + read + "}");
    }

    @Test
    void avroWritesNothingWhereNothingIsThere() throws Exception {
        assertThat(back(avro(AVRO), EMPTY)).isEqualTo(EMPTY);
        assertThat(back(avro(AVRO), "{\"id\":1,\"price\":\"0\",\"tags\":[],\"more\":{}}"))
                .isEqualTo(EMPTY);
        String deep = WHOLE.formatted("{\"y\":" + EMPTY + "}");
        assertThat(back(avro(AVRO), deep)).isEqualTo(deep);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'int'|2147483648|f: not a whole number of 32 bits",
                "'int'|1.5|f: not a whole number of 32 bits",
                "'int'|'7'|f: not a whole number of 32 bits",
                "'long'|9223372036854775808|f: not a whole number of 64 bits",
                "'long'|null|f: not a whole number of 64 bits",
                "'double'|9007199254740993|f: not a number that 64 bits of floating point hold exactly",
                "'double'|1e999|f: not a number that 64 bits of floating point hold exactly",
                "'float'|0.123456789|f: not a number that 32 bits of floating point hold exactly",
                "'double'|'much'|f: not a number",
                "'string'|7|f: not text",
                "'string'|'\\ud800'|f: not text of whole characters",
                "'bytes'|'*'|f: not Base64",
                "'boolean'|0|f: not true or false",
                "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2}|1.005|"
                        + "f: not a decimal of 4 digits, 2 of them behind the point",
                "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2}|123.00|"
                        + "f: not a decimal of 4 digits, 2 of them behind the point",
                "{'type':'bytes','logicalType':'decimal','precision':4,'scale':4}|1|"
                        + "f: not a decimal of 4 digits, 4 of them behind the point",
                "{'type':'bytes','logicalType':'big-decimal'}|1e999999999|f: not a decimal of fewer digits",
                "{'type':'long','logicalType':'timestamp-millis'}|'2025-04-06T01:02:03.0005Z'|"
                        + "f: not a time of so few digits of a second as the schema has",
                "{'type':'long','logicalType':'timestamp-millis'}|'2025-04-06T01:02:03'|"
                        + "f: not a time like 2025-04-06T01:02:03.5Z",
                "{'type':'long','logicalType':'timestamp-millis'}|1743901323000|f: not text",
                "{'type':'int','logicalType':'date'}|'yesterday'|f: not a date like 2025-04-06",
                "{'type':'enum','name':'e','symbols':['A']}|'C'|f: not one of the schema's symbols",
                "{'type':'fixed','name':'u','size':16,'logicalType':'uuid'}|'1-1-1-1-1'|f: not a UUID",
                "['null','int','boolean']|'C'|f: not of any type of its union",
                "{'type':'array','items':'int'}|{}|f: not a list",
                "{'type':'record','name':'i','fields':[{'name':'g','type':'int'}]}|{}|f: g: not there",
            })
    void refusesWhatAvroWouldChange(String type, String value, String why) {
        assertThat(refused(avro(one(type.replace('\'', '"'))), "{\"f\":" + value.replace('\'', '"') + "}"))
                .isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'f':1,'secret':2}|it has a member that the schema has not",
                "[1]|not an object",
                "secret|not JSON, or beyond the bounds of records",
                "{'f':1}{'f':2}|not JSON, or beyond the bounds of records",
                "{'f':1,'f':2}|not JSON, or beyond the bounds of records",
                "``|not JSON",
            })
    void refusesWhatIsNoRecord(String json, String why) {
        assertThat(refused(avro(one("\"int\"")), json.replace('\'', '"'))).isEqualTo(why);
    }

    private static Payloads protobuf(String schema) {
        return Payloads.of(PayloadFormat.PROTOBUF).file("s.proto", schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``",
                "'maybe':0,'at':'2025-04-06T01:02:03.000000001Z','took':'-1.5s','wrapped':9007199254740993",
                "'free':{'a':null,'b':[1.5,'x',true,{}]},'price':9007199254740993.01",
                "'price':0.00,'text':'','took':'0.000000001s'",
                "'number':0,'at':'0001-01-01T00:00:00Z'",
            })
    void protobufComesBackAsItWas(String some) throws Exception {
        String optional = some.replace('\'', '"');
        for (String inner : new String[] {"[]", "[{\"x\":1},{}]"}) {
            String json = "{" + SCALARS + (optional.isEmpty() ? "" : "," + optional) + ",\"inner\":" + inner
                    + ",\"named\":{\"true\":{\"x\":-1}}}";
            JsonNode back = JSON.readTree(back(protobuf(PROTO), json));
            assertThat(back).isEqualTo(JSON.readTree(json));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int32 f = 1;|{}|f: not there, and the schema would read it as empty or zero",
                "int32 f = 1;|{'f':null}|f: not there, and the schema would read it as empty or zero",
                "repeated int32 f = 1;|{}|f: not there, and the schema would read it as empty or zero",
                "uint32 f = 1;|{'f':-1}|f: not a whole number of 32 bits without a sign",
                "sfixed64 f = 1;|{'f':9223372036854775808}|f: not a whole number of 64 bits",
                "optional Kind f = 1;|{'f':'C'}|f: not a name of the schema's enumeration",
                "google.protobuf.Timestamp f = 1;|{'f':'+10000-01-01T00:00:00Z'}|"
                        + "f: a google.protobuf.Timestamp out of its range",
                "google.protobuf.Duration f = 1;|{'f':'1.0000000001s'}|"
                        + "f: not a duration of so few digits of a second as the schema has",
                "map<int32, string> f = 1;|{'f':{'secret':''}}|f: not a member whose name is a number",
                "oneof o { string f = 1; string g = 2; }|{'f':'','g':''}|g: not the only one of its oneof",
                "optional string f = 1;|{'secret':''}|it has a member that the schema has not",
            })
    void refusesWhatProtobufWouldChange(String fields, String json, String why) {
        String schema = "syntax = \"proto3\";\nmessage M { " + fields + " }\nenum Kind { NONE = 0; }\n";
        assertThat(refused(protobuf(schema), json.replace('\'', '"'))).isEqualTo(why);
    }

    @Test
    void refusesARecordWithoutARequiredField() {
        assertThat(refused(protobuf("syntax = \"proto2\"; message M { required string f = 1; }"), "{}"))
                .isEqualTo("f: not there");
    }

    @Test
    void protobufIsFramedAsItsFirstMessage() throws Exception {
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            int id = registry.register(
                    "t-value", "PROTOBUF", "syntax = \"proto3\"; message A { int32 f = 1; } message B {}");
            TopicEncoder encoder = of(Payloads.of(PayloadFormat.PROTOBUF), Optional.of(registry));
            byte[] text = utf8("{\"f\":1}");
            assertThat(encoder.value(text, 0, text.length)).isEqualTo(Payloads.framed(id, new byte[] {0, 8, 1}));
        }
    }

    @Test
    void framesWithTheNewestSchemaOfTheSubject() throws Exception {
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            registry.register("t-value", "AVRO", one("\"string\""));
            int id = registry.register("t-value", "AVRO", one("\"int\""));
            int ofKey = registry.register("t-key", "AVRO", "\"long\"");
            Payloads payloads = Payloads.of(PayloadFormat.AVRO).keys(PayloadFormat.AVRO);
            TopicEncoder encoder = of(payloads, Optional.of(registry));
            byte[] text = utf8("{\"f\":-1}");
            assertThat(encoder.value(text, 0, text.length)).isEqualTo(Payloads.framed(id, new byte[] {1}));
            assertThat(encoder.key(utf8("{\"id\":-1}"))).isEqualTo(Payloads.framed(ofKey, new byte[] {1}));
        }
    }

    @Test
    void saysWhichSchemaItMisses() throws Exception {
        try (SchemaRegistry registry = SchemaRegistry.start()) {
            Payloads payloads = Payloads.of(PayloadFormat.AVRO);
            assertThatThrownBy(() -> of(payloads, Optional.of(registry)))
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("Schema not found: t-value in the schema registry of connection 'events'");
            registry.register("t-value", "JSON", "{}");
            assertThatThrownBy(() -> of(payloads, Optional.of(registry)))
                    .hasMessageContaining("Invalid schema t-value: of JSON (the contract says avro)");
            assertThat(registry.requests())
                    .as("one for the schema, one whether the registry is there, one for the schema of another type")
                    .isEqualTo(3);
        }
    }
}
