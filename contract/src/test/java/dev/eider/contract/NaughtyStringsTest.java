package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.eider.contract.FieldType.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The big list of naughty strings, as values and as names. */
final class NaughtyStringsTest {
    private static final Path FILE =
            Path.of(System.getProperty("eider.shared", "../shared"), "data", "naughty-strings", "blns.json");
    private static final JsonFactory PLAIN = new JsonFactory();
    private static final JsonFactory ESCAPED =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Test
    void keepsEachOfThemUnaltered() throws IOException {
        if ("1".equals(System.getenv("EIDER_REQUIRE_SHARED"))) {
            assertThat(FILE).exists();
        }
        assumeThat(FILE).as("shared data").exists();
        RecordValidator validator =
                Contracted.with(Contracted.field("s", Kind.STRING)).validator();
        List<String> strings = strings();
        assertThat(strings).hasSizeGreaterThan(400);

        for (String string : strings) {
            for (JsonFactory factory : List.of(PLAIN, ESCAPED)) {
                Verdict verdict = validator.judge(Contracted.record(record(factory, string)));

                assertThat(verdict).as(string).isInstanceOf(Verdict.Clean.class);
                assertThat(Contracted.text(((Verdict.Clean) verdict).row(), 0)).isEqualTo(string);
            }
        }
        assertThat(validator.unknownFields()).isEqualTo(2L * strings.size());
    }

    @Test
    void keepsEachOfThemAsAKeyAndAHeader() throws IOException {
        assumeThat(FILE).as("shared data").exists();
        RecordValidator validator = Contracted.with(
                        Contracted.field("key", Kind.STRING).takenFrom(FieldPath.meta("key")),
                        Contracted.field("header", Kind.STRING).takenFrom(FieldPath.meta("headers", "s")),
                        Contracted.field("id", Kind.BIGINT).derivedFrom(DerivedId.Parts.OFFSET))
                .fromTopic(Source.Tombstones.REJECT)
                .validator();
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);

        for (String string : strings()) {
            for (JsonFactory factory : List.of(PLAIN, ESCAPED)) {
                Verdict verdict = validator.judge(EnvelopeTest.Framed.of(meta(factory, string), value));

                assertThat(verdict).as(string).isInstanceOf(Verdict.Clean.class);
                Verdict.Row row = ((Verdict.Clean) verdict).row();
                assertThat(Contracted.text(row, 0)).isEqualTo(string);
                assertThat(Contracted.text(row, 1)).isEqualTo(string);
                assertThat(row.longAt(2)).isEqualTo(DerivedId.of(string, 3, 7));
            }
        }
        assertThat(validator.unknownFields()).isZero();
    }

    private static String meta(JsonFactory factory, String string) throws IOException {
        StringWriter writer = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(writer)) {
            json.writeStartObject();
            json.writeStringField("topic", string);
            json.writeNumberField("partition", 3);
            json.writeNumberField("offset", 7);
            json.writeStringField("key", string);
            json.writeObjectFieldStart("headers");
            json.writeStringField("x" + string, string);
            json.writeStringField("s", string);
            json.writeEndObject();
            json.writeEndObject();
        }
        return writer.toString();
    }

    private static byte[] record(JsonFactory factory, String string) throws IOException {
        StringWriter writer = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(writer)) {
            json.writeStartObject();
            json.writeNumberField("x" + string, 1);
            json.writeStringField("s", string);
            json.writeEndObject();
        }
        return writer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> strings() throws IOException {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = PLAIN.createParser(Files.readString(FILE))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    strings.add(parser.getText());
                }
            }
        }
        return strings;
    }
}
