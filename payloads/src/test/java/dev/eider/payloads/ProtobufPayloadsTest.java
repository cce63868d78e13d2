package dev.eider.payloads;

import static dev.eider.payloads.Payloads.bytes;
import static dev.eider.payloads.Payloads.framed;
import static dev.eider.payloads.Payloads.join;
import static dev.eider.payloads.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.StructProto;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source.PayloadFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** Protobuf's wire format as JSON; what Protobuf's own library wrote. */
final class ProtobufPayloadsTest {
    static final String EVENT = """
            syntax = "proto3";
            package bank.core;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/duration.proto";
            import "google/protobuf/wrappers.proto";
            import "google/protobuf/struct.proto";
            option java_package = "x";
            // An event { of a bank.
            message Event {
              enum Kind { UNKNOWN = 0; DEBIT = 1; CREDIT = 2; }
              message Inner { string note = 1; Event within = 2; }
              int64 event_id = 1;
              string user_name = 2;
              double d = 3;
              bool b = 4;
              bytes raw = 5;
              Kind kind = 6;
              Inner inner = 7;
              repeated int32 numbers = 8;
              map<string, int64> counts = 9;
              optional int32 maybe = 10;
              oneof choice { string left = 11; Inner right = 12; }
              google.protobuf.Timestamp at = 13;
              google.protobuf.Duration took = 14;
              google.protobuf.Int64Value wrapped = 15;
              google.protobuf.Struct details = 16;
              uint64 u = 17;
              sint32 s = 18;
              fixed64 f = 19;
              float fl = 20;
              repeated Inner inners = 21;
              map<int32, Inner> by_id = 22;
              repeated Kind kinds = 23;
            }
            message Other { string only = 1; }
            """;

    private static final String DESCRIPTOR = """
            name: "e.proto" package: "bank.core" syntax: "proto3"
            dependency: "google/protobuf/timestamp.proto" dependency: "google/protobuf/duration.proto"
            dependency: "google/protobuf/wrappers.proto" dependency: "google/protobuf/struct.proto"
            message_type { name: "Event"
              enum_type { name: "Kind" value { name: "UNKNOWN" number: 0 } value { name: "DEBIT" number: 1 }
                          value { name: "CREDIT" number: 2 } }
              nested_type { name: "Inner"
                field { name: "note" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
                field { name: "within" number: 2 type_name: "Event" label: LABEL_OPTIONAL } }
              nested_type { name: "CountsEntry" options { map_entry: true }
                field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
                field { name: "value" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL } }
              nested_type { name: "ByIdEntry" options { map_entry: true }
                field { name: "key" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL }
                field { name: "value" number: 2 type_name: "Inner" label: LABEL_OPTIONAL } }
              field { name: "event_id" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL }
              field { name: "user_name" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "d" number: 3 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
              field { name: "b" number: 4 type: TYPE_BOOL label: LABEL_OPTIONAL }
              field { name: "raw" number: 5 type: TYPE_BYTES label: LABEL_OPTIONAL }
              field { name: "kind" number: 6 type_name: "Kind" label: LABEL_OPTIONAL }
              field { name: "inner" number: 7 type_name: "Inner" label: LABEL_OPTIONAL }
              field { name: "numbers" number: 8 type: TYPE_INT32 label: LABEL_REPEATED }
              field { name: "counts" number: 9 type_name: "CountsEntry" label: LABEL_REPEATED }
              field { name: "maybe" number: 10 type: TYPE_INT32 label: LABEL_OPTIONAL oneof_index: 1 proto3_optional: true }
              field { name: "left" number: 11 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 }
              field { name: "right" number: 12 type_name: "Inner" label: LABEL_OPTIONAL oneof_index: 0 }
              field { name: "at" number: 13 type_name: ".google.protobuf.Timestamp" label: LABEL_OPTIONAL }
              field { name: "took" number: 14 type_name: ".google.protobuf.Duration" label: LABEL_OPTIONAL }
              field { name: "wrapped" number: 15 type_name: ".google.protobuf.Int64Value" label: LABEL_OPTIONAL }
              field { name: "details" number: 16 type_name: ".google.protobuf.Struct" label: LABEL_OPTIONAL }
              field { name: "u" number: 17 type: TYPE_UINT64 label: LABEL_OPTIONAL }
              field { name: "s" number: 18 type: TYPE_SINT32 label: LABEL_OPTIONAL }
              field { name: "f" number: 19 type: TYPE_FIXED64 label: LABEL_OPTIONAL }
              field { name: "fl" number: 20 type: TYPE_FLOAT label: LABEL_OPTIONAL }
              field { name: "inners" number: 21 type_name: "Inner" label: LABEL_REPEATED }
              field { name: "by_id" number: 22 type_name: "ByIdEntry" label: LABEL_REPEATED }
              field { name: "kinds" number: 23 type_name: "Kind" label: LABEL_REPEATED }
              oneof_decl { name: "choice" } oneof_decl { name: "_maybe" }
            }
            """;

    /** What stands for an event that nothing was sent for. */
    private static final String NOTHING =
            "{\"event_id\":0,\"user_name\":\"\",\"d\":0,\"b\":false,\"raw\":\"\",\"kind\":\"UNKNOWN\",\"numbers\":[],"
                    + "\"counts\":{},\"u\":0,\"s\":0,\"f\":0,\"fl\":0,\"inners\":[],\"by_id\":{},\"kinds\":[]}";

    static byte[] event(String text) {
        try {
            FileDescriptorProto file = TextFormat.parse(DESCRIPTOR, FileDescriptorProto.class);
            FileDescriptor[] known = {
                TimestampProto.getDescriptor(),
                DurationProto.getDescriptor(),
                WrappersProto.getDescriptor(),
                StructProto.getDescriptor()
            };
            Descriptor event = FileDescriptor.buildFrom(file, known).findMessageTypeByName("Event");
            DynamicMessage.Builder builder = DynamicMessage.newBuilder(event);
            TextFormat.merge(text, builder);
            return builder.build().toByteArray();
        } catch (TextFormat.ParseException | DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(byte[] message) {
        Payloads.Outcome outcome = Payloads.protobuf(EVENT).read(framed(7, join(bytes(0), message)));
        assertThat(outcome.why()).isEmpty();
        return outcome.value();
    }

    private static String with(String... membersAndValues) {
        String json = NOTHING;
        for (int i = 0; i < membersAndValues.length; i += 2) {
            json = json.replaceFirst(
                    "\"" + membersAndValues[i] + "\":(\"UNKNOWN\"|\"\"|0|false|\\[\\]|\\{\\})",
                    Matcher.quoteReplacement("\"" + membersAndValues[i] + "\":" + membersAndValues[i + 1]));
        }
        return json;
    }

    @Test
    void givesWhatIsNotSentItsZeroUnlessItMayBeAbsent() {
        assertThat(read(event(""))).isEqualTo(NOTHING);
        assertThat(read(event("maybe: 0"))).contains("\"counts\":{},\"maybe\":0,\"u\":0");
    }

    @Test
    void makesEachTypeItsJson() {
        assertThat(read(event(
                        "event_id: -9223372036854775808 user_name: 'a\"\\n\\303\\251' d: 1e-9 b: true raw: 'x\\000'")))
                .isEqualTo(with(
                        "event_id",
                        "-9223372036854775808",
                        "user_name",
                        "\"a\\\"\\né\"",
                        "d",
                        "1.0E-9",
                        "b",
                        "true",
                        "raw",
                        "\"eAA=\""));
        assertThat(read(event("kind: CREDIT u: 18446744073709551615 s: -2147483648 f: 9223372036854775808 fl: inf")))
                .isEqualTo(with(
                        "kind",
                        "\"CREDIT\"",
                        "u",
                        "18446744073709551615",
                        "s",
                        "-2147483648",
                        "f",
                        "9223372036854775808",
                        "fl",
                        "\"Infinity\""));
        assertThat(read(event("numbers: [1, -1, 2147483647] counts { key: 'k' value: 5 } kinds: [DEBIT, UNKNOWN]")))
                .isEqualTo(with(
                        "numbers", "[1,-1,2147483647]", "counts", "{\"k\":5}", "kinds", "[\"DEBIT\",\"UNKNOWN\"]"));
        assertThat(read(bytes(48, 9))).as("an unknown value").isEqualTo(with("kind", "9"));
    }

    @Test
    void goesIntoMessages() {
        assertThat(read(event(
                        "inner { note: 'n' } inners {} inners { note: 'm' } by_id { key: 3 value { note: 'v' } }")))
                .contains("\"inner\":{\"note\":\"n\"},\"numbers\"")
                .contains("\"inners\":[{\"note\":\"\"},{\"note\":\"m\"}]")
                .contains("\"by_id\":{\"3\":{\"note\":\"v\"}}");
        assertThat(read(event("left: 'l'"))).endsWith("\"left\":\"l\"}").doesNotContain("\"right\"");
        assertThat(read(event("right { note: 'r' }"))).endsWith("\"right\":{\"note\":\"r\"}}");
    }

    @Test
    void hasProtobufsOwnJsonOfKnownTypes() {
        String json = read(
                event(
                        "at { seconds: 1743901323 nanos: 500000000 } took { seconds: -3 nanos: -500000000 }"
                                + " wrapped { value: 9007199254740993 } details { fields { key: 'a' value { list_value { values {"
                                + " number_value: 1.5 } values { null_value: NULL_VALUE } values { bool_value: true } values {} } } } }"));
        assertThat(json)
                .contains("\"at\":\"2025-04-06T01:02:03.5Z\"")
                .contains("\"took\":\"-3.5s\"")
                .contains("\"wrapped\":9007199254740993")
                .contains("\"details\":{\"a\":[1.5,null,true,null]}");
        assertThat(read(event("wrapped {}"))).contains("\"wrapped\":0");
    }

    @Test
    void readsFieldsInAnyOrderAndTheLastOfSingleOnes() {
        assertThat(read(join(
                        event("event_id: 1 left: 'l'"),
                        event("user_name: 'b' right { note: 'r' }"),
                        event("event_id: 2"))))
                .startsWith("{\"event_id\":2,\"user_name\":\"b\"")
                .endsWith("\"right\":{\"note\":\"r\"}}");
        assertThat(read(join(event("inner { note: 'first' }"), event("inner { within { event_id: 5 } }"))))
                .as("messages of one field are merged")
                .contains("\"inner\":{\"note\":\"first\",\"within\":{\"event_id\":5,");
        assertThat(read(join(event("numbers: 1"), bytes(64, 2), event("user_name: 'x' numbers: [3, 4]"))))
                .as("packed or not")
                .contains("\"numbers\":[1,2,3,4]");
    }

    @Test
    void readsTheLastOfMapEntriesOfOneKey() {
        assertThat(read(join(
                        event("counts { key: 'a' value: 1 } counts { key: 'b' value: 2 }"),
                        event("counts { key: 'a' value: 3 }"))))
                .isEqualTo(with("counts", "{\"b\":2,\"a\":3}"));
        String within =
                "by_id { key: %d value { within { counts { key: 'k' value: 1 } counts { key: 'k' value: %d } } } }";
        assertThat(read(event(within.formatted(3, 4) + within.formatted(3, 5) + within.formatted(-3, 6))))
                .contains("\"by_id\":{\"3\":{", "\"counts\":{\"k\":5}", "},\"-3\":{", "\"counts\":{\"k\":6}")
                .doesNotContain("\"counts\":{\"k\":4}");
        assertThat(read(bytes(74, 0, 74, 2, 16, 7, 74, 2, 10, 0)))
                .as("entries without a key")
                .isEqualTo(with("counts", "{\"\":0}"));
        StringBuilder twice = new StringBuilder();
        StringBuilder once = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            twice.append("counts { key: 'k%d' value: %d }".formatted(i % 1_000, i));
            once.append(i < 1_000 ? "" : (once.isEmpty() ? "" : ",") + "\"k" + i % 1_000 + "\":" + i);
        }
        assertThat(read(event(twice.toString()))).isEqualTo(with("counts", "{" + once + "}"));
    }

    @Test
    void leavesOutFieldsThatTheSchemaDoesNotHave() {
        byte[] unknown = join(bytes(0xa2, 6, 3, 'a', 'b', 'c', 0xa8, 6, 1), bytes(0xb3, 6, 8, 1, 0xb4, 6));
        assertThat(read(join(unknown, event("event_id: 3"), unknown))).isEqualTo(with("event_id", "3"));
        assertThat(read(bytes(10, 1, 'x')))
                .as("another layout than the schema's")
                .isEqualTo(NOTHING);
    }

    @Test
    void findsTheMessageThatThePayloadIsOf() {
        Payloads topic = Payloads.protobuf(EVENT);
        byte[] text = join(bytes(10, 1), utf8("x"));
        assertThat(topic.read(framed(7, join(bytes(2, 2), text))).value()).isEqualTo("{\"only\":\"x\"}");
        assertThat(topic.read(framed(7, join(bytes(4, 0, 0), text))).value()).isEqualTo("{\"note\":\"x\"}");
        assertThat(topic.read(framed(7, join(bytes(7, 10, 5), utf8("Other"), text)))
                        .value())
                .as("by name, as Apicurio writes")
                .isEqualTo("{\"only\":\"x\"}");
        assertThat(topic.read(framed(7, bytes(2, 8))).refused()).contains(RejectionCode.UNDECODABLE);
        assertThat(topic.read(framed(7, bytes())).refused()).contains(RejectionCode.UNDECODABLE);
        String byHeader =
                "{\"offset\":1,\"headers\":{\"apicurio.value.contentId\":\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0005\","
                        + "\"apicurio.protobuf.type\":\"Other\"}}";
        topic.with(new SchemaId(SchemaId.Kind.CONTENT_ID, "5"), WrittenSchema.Type.PROTOBUF, EVENT);
        assertThat(topic.read(byHeader, text).value()).isEqualTo("{\"only\":\"x\"}");
        assertThat(topic.read(byHeader, join(bytes(7, 10, 5), utf8("Other"), text))
                        .value())
                .as("Apicurio's serializer writes the name as well")
                .isEqualTo("{\"only\":\"x\"}");
    }

    @Test
    void readsReferencesAndTheirNames() {
        String card =
                "syntax = 'proto3'; package a.b; message Card { string pan = 1; enum E { Z = 0; } }".replace('\'', '"');
        String event = ("syntax = 'proto3'; package a; import 'card.proto'; import 'confluent/type/decimal.proto';"
                        + " message E { b.Card card = 1; .a.b.Card.E e = 2; confluent.type.Decimal amount = 3 [(confluent.field_meta) = { doc: 'x' }]; }")
                .replace('\'', '"');
        Payloads topic = Payloads.of(PayloadFormat.PROTOBUF)
                .with(7, WrittenSchema.Type.PROTOBUF, event, new WrittenSchema.Reference("card.proto", card));
        assertThat(topic.read(framed(7, bytes(0, 10, 3, 10, 1, 'p', 26, 6, 10, 2, 3, 0xed, 24, 3)))
                        .value())
                .isEqualTo("{\"card\":{\"pan\":\"p\"},\"e\":\"Z\",\"amount\":1.005}");
    }

    @Test
    void keepsPresenceOfProto2() {
        String text =
                "message M { required int32 a = 1; optional int32 b = 2 [default = 5]; repeated int32 c = 3 [packed = true]; }";
        Payloads topic = Payloads.of(PayloadFormat.PROTOBUF).file("m.proto", text);
        assertThat(topic.read(bytes(8, 0)).value()).isEqualTo("{\"a\":0,\"c\":[]}");
        assertThat(topic.read(bytes(8, 0, 26, 2, 1, 2, 24, 3)).value()).isEqualTo("{\"a\":0,\"c\":[1,2,3]}");
        assertThat(topic.read(utf8("{\"a\":0}")).refused()).contains(RejectionCode.WRONG_FORMAT);
    }

    @Test
    void refusesSchemasThatItWouldReadWrongly() {
        for (String text : new String[] {
            "edition = \"2023\"; message M { int32 a = 1; }",
            "message M { optional group G = 1 { optional int32 a = 1; } }",
            "syntax = \"proto3\"; message M { Missing a = 1; }",
            "syntax = \"proto3\"; message M { int32 a = ",
            "syntax = \"proto3\"; enum E { A = 0; }",
            "message M {".repeat(5_000),
            "syntax = \"proto3\"; message M { int32 a = 1; }" + " ".repeat(Schemas.TEXT_MAX)
        }) {
            byte[] record = framed(7, bytes(0, 8, 1));
            for (Payloads.Outcome outcome :
                    Payloads.protobuf(text).readAll("{\"offset\":1}", List.of(record, record, record))) {
                assertThat(outcome.refused())
                        .as(text.substring(0, Math.min(text.length(), 100)))
                        .get()
                        .isIn(RejectionCode.UNKNOWN_SCHEMA, RejectionCode.UNDECODABLE);
            }
        }
    }

    @Test
    void survivesMessagesThatHoldTooManyOthers() throws Exception {
        AtomicReference<Object> refused = new AtomicReference<>();
        String schema = chain(6_000);
        Thread reader =
                new Thread(
                        null,
                        () -> refused.set(Payloads.protobuf(schema)
                                .readAll("{\"offset\":1}", List.of(framed(7, bytes(0)), framed(7, bytes(0))))
                                .stream()
                                .map(Payloads.Outcome::refused)
                                .toList()),
                        "small-stack",
                        256 << 10);
        reader.start();
        reader.join();
        assertThat(refused.get())
                .isEqualTo(
                        List.of(Optional.of(RejectionCode.UNKNOWN_SCHEMA), Optional.of(RejectionCode.UNKNOWN_SCHEMA)));
    }

    /** Messages each of which holds the next. */
    private static String chain(int length) {
        StringBuilder text = new StringBuilder("syntax = \"proto3\";");
        for (int i = 0; i < length; i++) {
            text.append("message M")
                    .append(i)
                    .append(" { M")
                    .append((i + 1) % length)
                    .append(" m = 1; }");
        }
        return text.toString();
    }
}
