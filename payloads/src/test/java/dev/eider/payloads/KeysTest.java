package dev.eider.payloads;

import static dev.eider.payloads.Payloads.bytes;
import static dev.eider.payloads.Payloads.framed;
import static dev.eider.payloads.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.contract.Source.PayloadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys become JSON within {@code $meta}, and JSON with frames loses them. */
final class KeysTest {
    private static final byte[] VALUE = utf8("{\"a\": 1}");

    private static String withKey(String member) {
        return "{\"topic\":\"t \\\"\\u00e9é\",\"offset\":1," + member + ",\"headers\":{\"key\":\"no\"}}";
    }

    @Test
    void leavesTextKeysAndPlainJsonAsTheyAre() {
        Payloads.Outcome outcome = Payloads.of(PayloadFormat.JSON).read(withKey("\"key\":\"k\""), VALUE);
        assertThat(outcome.value()).isEqualTo("{\"a\": 1}");
        assertThat(outcome.meta()).isEqualTo(withKey("\"key\":\"k\""));
        assertThat(outcome.refused()).isEmpty();
    }

    @Test
    void putsJsonKeysInPlaceOfTheirText() {
        Payloads topic = Payloads.of(PayloadFormat.JSON).keys(PayloadFormat.JSON);
        Payloads.Outcome outcome = topic.read(withKey("\"key\":\"{\\\"id\\\": 5}\""), VALUE);
        assertThat(outcome.meta()).isEqualTo(withKey("\"key\":{\"id\": 5}"));
        assertThat(outcome.value()).isEqualTo("{\"a\": 1}");
        for (String wrong : new String[] {"{", "", "1 2", "{\\\"a\\\":1,\\\"a\\\":2}", "\\\"", "nul"}) {
            Payloads.Outcome refused = topic.read(withKey("\"key\":\"" + wrong + "\""), VALUE);
            assertThat(refused.refused()).as(wrong).isPresent();
            assertThat(refused.value()).isEqualTo("{\"a\": 1}");
            assertThat(refused.why()).startsWith("the key: ");
        }
        assertThat(topic.read("{\"offset\":1}", VALUE).refused()).isEmpty();
    }

    @Test
    void decodesAvroKeysBesideAvroValues() {
        String schema = "{\"type\":\"record\",\"name\":\"k\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
        Payloads topic = Payloads.avro("\"string\"").keys(PayloadFormat.AVRO).with(12, WrittenSchema.Type.AVRO, schema);
        byte[] key = framed(12, bytes(10));
        byte[] value = framed(7, bytes(2, 'v'));
        Payloads.Outcome outcome = topic.read(withKey("\"key_base64\":\"" + Payloads.base64(key) + "\""), value);
        assertThat(outcome.meta()).isEqualTo(withKey("\"key\":{\"id\":5}"));
        assertThat(outcome.value()).isEqualTo("\"v\"");
        Payloads.Outcome refused = topic.read(withKey("\"key\":\"plain\""), value);
        assertThat(refused.refused()).contains(RejectionCode.WRONG_FORMAT);
        assertThat(refused.meta()).isEqualTo(withKey("\"key\":\"plain\""));
    }

    @Test
    void takesFramesOffJsonWhereTheirSchemaIsKnown() {
        Payloads topic = Payloads.of(PayloadFormat.JSON)
                .with(7, WrittenSchema.Type.JSON, "{}")
                .with(8, WrittenSchema.Type.AVRO, "\"int\"");
        assertThat(topic.read(framed(7, VALUE)).value()).isEqualTo("{\"a\": 1}");
        assertThat(topic.read(VALUE).value()).isEqualTo("{\"a\": 1}");
        assertThat(topic.read(framed(8, VALUE)).refused()).contains(RejectionCode.WRONG_FORMAT);
        assertThat(topic.read(framed(9, VALUE)).refused()).contains(RejectionCode.UNKNOWN_SCHEMA);
        assertThat(Payloads.of(PayloadFormat.JSON).read(framed(7, VALUE)).refused())
                .contains(RejectionCode.WRONG_FORMAT);
    }

    @Test
    void putsOnlyJsonInPlaceOfKeys() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Payloads topic = Payloads.of(PayloadFormat.JSON).keys(PayloadFormat.JSON);
        try (Stream<Path> files = Files.list(SharedData.path("jsontestsuite", "test_parsing"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                byte[] key = Files.readAllBytes(file);
                Payloads.Outcome outcome =
                        topic.read("{\"key_base64\":\"" + Payloads.base64(key) + "\",\"offset\":1}", VALUE);
                if (name.startsWith("n_") || outcome.refused().isPresent()) {
                    assertThat(outcome.refused()).as(name).isPresent();
                    assertThat(name).as("what must be taken").doesNotMatch("y_(?!object_duplicated).*");
                } else {
                    assertThat(json.readTree(outcome.meta()).path("offset").intValue())
                            .as(name)
                            .isEqualTo(1);
                }
                assertThat(outcome.value()).isEqualTo("{\"a\": 1}");
            }
        }
    }

    @Test
    void readsKeysAndHeadersOfAnySize() {
        Payloads topic = Payloads.of(PayloadFormat.JSON).keys(PayloadFormat.JSON);
        String name = "x".repeat(60_000);
        String meta = "{\"offset\":1,\"key\":\"[" + "1,".repeat(4 << 20) + "1]\",\"headers\":{\"" + name + "\":\"\"}}";
        Payloads.Outcome outcome = topic.read(meta, VALUE);
        assertThat(outcome.why()).isEmpty();
        assertThat(outcome.meta()).endsWith(",1],\"headers\":{\"" + name + "\":\"\"}}");
        String longer = "{\"offset\":1,\"key\":\"" + " ".repeat(21 << 20) + "1\"}";
        assertThat(topic.read(longer, VALUE).refused()).isEmpty();
    }
}
