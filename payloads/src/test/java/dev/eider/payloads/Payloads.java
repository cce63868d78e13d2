package dev.eider.payloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import dev.eider.contract.Source.SchemaFile;
import dev.eider.zones.RecordFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Payloads of a made-up topic, through the format that a contract agrees. */
final class Payloads {
    /** What became of a record. */
    record Outcome(String value, String meta, Optional<RejectionCode> refused, String why) {}

    private PayloadFormat format;
    private PayloadFormat keyFormat = PayloadFormat.STRING;
    private Optional<SchemaFile> file = Optional.empty();
    private Limits limits = Limits.defaults();
    private final List<WrittenSchema> schemas = new ArrayList<>();

    private Payloads(PayloadFormat format) {
        this.format = format;
    }

    static Payloads of(PayloadFormat format) {
        return new Payloads(format);
    }

    static Payloads avro(String schema) {
        return of(PayloadFormat.AVRO).with(7, WrittenSchema.Type.AVRO, schema);
    }

    static Payloads protobuf(String schema) {
        return of(PayloadFormat.PROTOBUF).with(7, WrittenSchema.Type.PROTOBUF, schema);
    }

    Payloads keys(PayloadFormat agreed) {
        keyFormat = agreed;
        return this;
    }

    Payloads file(String name, String text) {
        file = Optional.of(new SchemaFile(name, text));
        return this;
    }

    Payloads with(long id, WrittenSchema.Type type, String text, WrittenSchema.Reference... references) {
        return with(SchemaId.of(id), type, text, references);
    }

    Payloads with(SchemaId id, WrittenSchema.Type type, String text, WrittenSchema.Reference... references) {
        schemas.add(new WrittenSchema(id, type, text, List.of(references)));
        return this;
    }

    Payloads within(Limits bounds) {
        limits = bounds;
        return this;
    }

    Source.Topic topic() {
        return new Source.Topic("c", "t", false, format, keyFormat, file, Source.Tombstones.REJECT);
    }

    Outcome read(byte[] value) {
        return read("{\"topic\":\"t\",\"partition\":0,\"offset\":1}", value);
    }

    Outcome read(String meta, byte[] value) {
        return readAll(meta, List.of(value)).get(0);
    }

    List<Outcome> readAll(String meta, List<byte[]> values) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (byte[] value : values) {
            byte[] metaBytes = meta.getBytes(StandardCharsets.UTF_8);
            raw.writeBytes(("{\"sizes\":[" + metaBytes.length + "," + value.length + "],\"meta\":")
                    .getBytes(StandardCharsets.US_ASCII));
            raw.writeBytes(metaBytes);
            raw.writeBytes(",\"value\":".getBytes(StandardCharsets.US_ASCII));
            raw.writeBytes(value);
            raw.writeBytes("}\n".getBytes(StandardCharsets.US_ASCII));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (RecordFormat.Cursor cursor =
                new TopicFormat(topic(), schemas).open(new ByteArrayInputStream(raw.toByteArray()), limits)) {
            while (cursor.next()) {
                outcomes.add(new Outcome(
                        text(cursor.buffer(), cursor.offset(), cursor.length()),
                        text(cursor.buffer(), cursor.metaOffset(), cursor.metaLength()),
                        cursor.refusal().map(reason -> reason.code()),
                        cursor.refusal().map(reason -> reason.message()).orElse("")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(outcomes).hasSameSizeAs(values);
        return outcomes;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** A payload with a frame of 4 bytes. */
    static byte[] framed(int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            whole.writeBytes(piece);
        }
        return whole.toByteArray();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
