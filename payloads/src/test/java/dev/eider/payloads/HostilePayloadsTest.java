package dev.eider.payloads;

import static dev.eider.payloads.Payloads.bytes;
import static dev.eider.payloads.Payloads.framed;
import static dev.eider.payloads.Payloads.join;
import static dev.eider.payloads.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.contract.Source.PayloadFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that lie: they are refused, in bounded time and memory, and what is not refused is JSON. */
final class HostilePayloadsTest {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(100_000).build())
            .build());

    private static final String AVRO = """
            {"type":"record","name":"node","fields":[
              {"name":"name","type":"string"},
              {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"kind","type":{"type":"enum","name":"k","symbols":["A","B"]}},
              {"name":"ratio","type":["null","double"]},
              {"name":"tags","type":{"type":"array","items":"string"}},
              {"name":"nothing","type":{"type":"array","items":"null"}},
              {"name":"more","type":{"type":"map","values":"long"}},
              {"name":"next","type":["null","node"]}]}
            """;

    private static void isRefusedOrJson(Payloads.Outcome outcome, String as) {
        if (outcome.refused().isPresent()) {
            assertThat(outcome.refused().get())
                    .as(as)
                    .isIn(
                            RejectionCode.WRONG_FORMAT,
                            RejectionCode.UNKNOWN_SCHEMA,
                            RejectionCode.UNDECODABLE,
                            RejectionCode.TOO_LARGE,
                            RejectionCode.TOO_DEEP);
            return;
        }
        try (JsonParser parser = JSON.createParser(outcome.value())) {
            assertThat((Object) parser.readValueAsTree()).as(as).isNotNull();
            assertThat(parser.nextToken()).as(as).isNull();
        } catch (JsonProcessingException e) {
            throw new AssertionError(as + ": no JSON", e);
        } catch (IOException e) {
            throw new AssertionError(as, e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void refusesRandomBytesInEveryFormat(long seed) {
        Random random = new Random(seed);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            payloads.add(i % 2 == 0 ? payload : framed(7, payload));
        }
        for (Payloads topic : List.of(
                Payloads.avro(AVRO),
                Payloads.protobuf(ProtobufPayloadsTest.EVENT),
                Payloads.of(PayloadFormat.AVRO).file("a.avsc", AVRO),
                Payloads.of(PayloadFormat.PROTOBUF).file("a.proto", ProtobufPayloadsTest.EVENT))) {
            int i = 0;
            for (Payloads.Outcome outcome : topic.readAll("{\"offset\":1}", payloads)) {
                isRefusedOrJson(outcome, "seed " + seed + ", payload " + i++);
            }
        }
        int i = 0;
        for (Payloads.Outcome outcome : Payloads.of(PayloadFormat.JSON).readAll("{\"offset\":1}", payloads)) {
            boolean isFramed = payloads.get(i).length > 0 && payloads.get(i)[0] == 0;
            assertThat(outcome.refused().isPresent())
                    .as("seed " + seed + ", payload " + i++)
                    .isEqualTo(isFramed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void refusesOrReadsDamagedPayloads(long seed) {
        Random random = new Random(seed);
        byte[] avro = node(null);
        byte[] proto = ProtobufPayloadsTest.event("event_id: 5 user_name: 'abc' inner { note: 'n' within { d: 1.5 } }"
                + " numbers: [1, 2, 3] counts { key: 'k' value: 5 } at { seconds: 1743901323 } details { fields { key: 'a'"
                + " value { list_value { values { number_value: 1.5 } } } } } by_id { key: 1 value { note: 'x' } }");
        List<byte[]> avros = new ArrayList<>();
        List<byte[]> protos = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            avros.add(framed(7, damaged(avro, random)));
            protos.add(framed(7, join(bytes(0), damaged(proto, random))));
        }
        int i = 0;
        for (Payloads.Outcome outcome : Payloads.avro(AVRO).readAll("{\"offset\":1}", avros)) {
            isRefusedOrJson(outcome, "seed " + seed + ", avro " + i++);
        }
        i = 0;
        for (Payloads.Outcome outcome :
                Payloads.protobuf(ProtobufPayloadsTest.EVENT).readAll("{\"offset\":1}", protos)) {
            isRefusedOrJson(outcome, "seed " + seed + ", protobuf " + i++);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void refusesOrReadsDamagedSchemas(long seed) {
        Random random = new Random(seed);
        byte[] payload = framed(7, bytes(0, 8, 1));
        for (int i = 0; i < 500; i++) {
            String avro = new String(damaged(utf8(AVRO), random), StandardCharsets.ISO_8859_1);
            String proto = new String(damaged(utf8(ProtobufPayloadsTest.EVENT), random), StandardCharsets.ISO_8859_1);
            isRefusedOrJson(Payloads.avro(avro).read(payload), "seed " + seed + ", " + avro);
            isRefusedOrJson(Payloads.protobuf(proto).read(payload), "seed " + seed + ", " + proto);
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 1)) : whole.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] node(GenericRecord next) {
        Schema schema = new Schema.Parser().parse(AVRO);
        GenericRecord node = new GenericData.Record(schema);
        node.put("name", "abc");
        node.put("amount", ByteBuffer.wrap(bytes(1, 2)));
        node.put("at", 1_743_901_323_000_000L);
        node.put("day", 20_000);
        node.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"));
        node.put("ratio", 1.5);
        node.put("tags", List.of("x", "y"));
        node.put("nothing", List.of());
        node.put("more", Map.of("m", 1L));
        node.put("next", next);
        return AvroPayloadsTest.encoded(schema, node);
    }

    @Test
    void refusesLengthsBeyondTheBytes() {
        Payloads text = Payloads.avro("\"string\"");
        for (byte[] length : List.of(
                bytes(2),
                bytes(1),
                bytes(0xfe, 0xff, 0xff, 0xff, 0x0f),
                bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
                bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
                bytes(0xff, 0xff, 0xff, 0xff))) {
            assertThat(text.read(framed(7, length)).refused()).contains(RejectionCode.UNDECODABLE);
        }
        Payloads proto = Payloads.protobuf(ProtobufPayloadsTest.EVENT);
        for (byte[] field : List.of(
                bytes(18, 2, 'x'),
                bytes(18, 0xff, 0xff, 0xff, 0xff, 0x0f),
                bytes(18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
                bytes(8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
                bytes(0),
                bytes(14),
                bytes(15),
                bytes(0xa3, 6),
                bytes(66, 1, 0x80),
                bytes(106, 2, 16, 0xff))) {
            assertThat(proto.read(framed(7, join(bytes(0), field))).refused()).contains(RejectionCode.UNDECODABLE);
        }
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        for (byte[] text : List.of(
                bytes(0xff),
                bytes(0xc0, 0x80),
                bytes(0xed, 0xa0, 0x80),
                bytes(0xf4, 0x90, 0x80, 0x80),
                bytes(0xe2, 0x82))) {
            assertThat(Payloads.avro("\"string\"")
                            .read(framed(7, join(bytes(2 * text.length), text)))
                            .refused())
                    .contains(RejectionCode.UNDECODABLE);
            byte[] field = join(bytes(0, 18, text.length), text);
            assertThat(Payloads.protobuf(ProtobufPayloadsTest.EVENT)
                            .read(framed(7, field))
                            .refused())
                    .contains(RejectionCode.UNDECODABLE);
        }
    }

    @Test
    void boundsNesting() {
        String list = "{\"type\":\"record\",\"name\":\"l\",\"fields\":[{\"name\":\"n\",\"type\":[\"null\",\"l\"]}]}";
        assertThat(Payloads.avro(list).read(framed(7, repeated(63, 2, 0))).refused())
                .isEmpty();
        assertThat(Payloads.avro(list).read(framed(7, repeated(64, 2, 0))).refused())
                .contains(RejectionCode.TOO_DEEP);
        assertThat(Payloads.avro(list)
                        .read(framed(7, repeated(1_000_000, 2, 0)))
                        .refused())
                .contains(RejectionCode.TOO_DEEP);

        String message = "syntax = \"proto3\"; import \"google/protobuf/struct.proto\";"
                + " message M { M m = 1; repeated M list = 2; google.protobuf.Value v = 3; }";
        byte[] nested = {};
        for (int i = 0; i < 64; i++) {
            nested = join(bytes(10), varint(nested.length), nested);
            boolean isDeep = i >= 62; // its empty list is a level too
            assertThat(Payloads.protobuf(message)
                            .read(framed(7, join(bytes(0), nested)))
                            .refused()
                            .isPresent())
                    .isEqualTo(isDeep);
        }
        byte[] value = {};
        for (int i = 0; i < 100; i++) {
            byte[] in = join(bytes(10), varint(value.length), value);
            value = join(bytes(50), varint(in.length), in);
        }
        byte[] field = join(bytes(0, 26), varint(value.length), value);
        assertThat(Payloads.protobuf(message).read(framed(7, field)).refused()).contains(RejectionCode.TOO_DEEP);
        assertThat(Payloads.protobuf(message)
                        .read(framed(7, join(bytes(0), repeated(1_000_000, 0x0b, 0))))
                        .refused())
                .as("groups that nobody knows")
                .contains(RejectionCode.TOO_DEEP);
    }

    private static byte[] repeated(int count, int one, int last) {
        byte[] bytes = new byte[count + 1];
        Arrays.fill(bytes, (byte) one);
        bytes[count] = (byte) last;
        return bytes;
    }

    private static byte[] varint(int value) {
        return value < 128 ? bytes(value) : bytes(value & 0x7f | 0x80, value >>> 7);
    }

    @Test
    void boundsWhatItemsWithoutBytesBecome() {
        Limits bounded = recordsOf(2 << 20);
        byte[] many = bytes(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0);
        for (String item : List.of(
                "\"null\"",
                "{\"type\":\"record\",\"name\":\"e\",\"fields\":[]}",
                "{\"type\":\"fixed\",\"name\":\"f\",\"size\":0}")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThat(Payloads.avro("{\"type\":\"array\",\"items\":" + item + "}")
                                    .within(bounded)
                                    .read(framed(7, many))
                                    .refused())
                            .contains(RejectionCode.TOO_LARGE));
        }
        String message =
                "syntax = \"proto3\"; message M { repeated M m = 1; map<int32, M> by = 2; repeated int32 n = 3; }";
        byte[] empty = new byte[3 << 19];
        for (int tag : new int[] {10, 18, 24, 26}) {
            for (int i = 0; i < empty.length; i += 2) {
                empty[i] = (byte) tag;
            }
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> isRefusedOrJson(
                            Payloads.protobuf(message).within(bounded).read(framed(7, join(bytes(0), empty))),
                            "tag " + tag));
        }
    }

    @Test
    void boundsPiecesOfOneMessage() {
        String message = "syntax = \"proto3\"; message M { M m = 1; bytes b = 2; }";
        byte[] nested = join(bytes(18, 0xff, 0xff, 0x3f), new byte[0xfffff]);
        for (int i = 0; i < 60; i++) {
            nested = join(bytes(10, 0, 10), longVarint(nested.length), nested);
        }
        assertThat(Payloads.protobuf(message)
                        .read(framed(7, join(bytes(0), nested)))
                        .refused())
                .contains(RejectionCode.UNDECODABLE);
    }

    private static byte[] longVarint(int value) {
        return bytes(value & 0x7f | 0x80, value >>> 7 & 0x7f | 0x80, value >>> 14 & 0x7f | 0x80, value >>> 21);
    }

    @Test
    void boundsDecimals() {
        Payloads topic = Payloads.avro("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":2}");
        byte[] digits = new byte[1 << 20];
        Arrays.fill(digits, (byte) 0x7f);
        byte[] decimal = join(bytes(0x80, 0x80, 0x80, 1), digits);
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(topic.read(framed(7, decimal)).refused()).contains(RejectionCode.TOO_LARGE));
        assertThat(topic.read(framed(7, bytes(0))).refused()).contains(RejectionCode.UNDECODABLE);
        assertThat(Payloads.avro("{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}")
                        .read(framed(7, bytes(14, 2, 1, 0xff, 0xff, 0xff, 0xff, 0x0f)))
                        .refused())
                .contains(RejectionCode.TOO_LARGE);
    }

    private static Limits recordsOf(int bytesMax) {
        return new Limits(1, 1, 1 << 20, bytesMax, 1, 1, 1_000, 64, 100, 100, 1, 1, 1);
    }

    @Test
    void leavesWhatIsLongerThanTheLimitToItsJudge() {
        Payloads topic = Payloads.avro("\"string\"").within(recordsOf(1_000));
        assertThat(topic.read(framed(7, join(bytes(0xa0, 0x1f), new byte[2_000])))
                        .refused())
                .isEmpty();
        assertThat(topic.read(framed(7, join(bytes(0xb0, 9), new byte[600]))).refused())
                .as("escapes make it longer")
                .contains(RejectionCode.TOO_LARGE);
    }

    @Test
    void keepsNaughtyStringsUnaltered() throws IOException {
        List<String> strings = new ArrayList<>();
        for (JsonNode string : JSON.readTree(Files.readAllBytes(SharedData.path("naughty-strings", "blns.json")))) {
            strings.add(string.textValue());
        }
        assertThat(strings).hasSizeGreaterThan(400);
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"},"
                        + "{\"name\":\"m\",\"type\":{\"type\":\"map\",\"values\":\"string\"}}]}");
        Payloads avro = Payloads.avro(schema.toString())
                .keys(PayloadFormat.AVRO)
                .with(8, WrittenSchema.Type.AVRO, "\"string\"");
        Payloads proto =
                Payloads.protobuf("syntax = \"proto3\"; message R { string s = 1; map<string, string> m = 2; }");
        for (String string : strings) {
            GenericRecord record = new GenericData.Record(schema);
            record.put("s", string);
            record.put("m", Map.of(string, string));
            byte[] key = framed(8, AvroPayloadsTest.encoded(Schema.create(Schema.Type.STRING), string));
            Payloads.Outcome outcome = avro.read(
                    "{\"key_base64\":\"" + Payloads.base64(key) + "\"}",
                    framed(7, AvroPayloadsTest.encoded(schema, record)));
            holds(outcome.value(), string);
            assertThat(JSON.readTree(outcome.meta()).path("key").textValue()).isEqualTo(string);

            byte[] text = utf8(string);
            byte[] field = join(longVarint(text.length), text);
            byte[] pair = join(bytes(10), field, bytes(18), field);
            byte[] message = join(bytes(0, 10), field, bytes(18), longVarint(pair.length), pair);
            holds(proto.read(framed(7, message)).value(), string);
        }
    }

    private static void holds(String json, String string) throws IOException {
        JsonNode record = JSON.readTree(json);
        assertThat(record.path("s").textValue()).isEqualTo(string);
        assertThat(record.path("m").path(string).textValue()).isEqualTo(string);
    }
}
