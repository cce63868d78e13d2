package dev.eider.payloads;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keys and values of JSON in the formats that a contract agrees, for a topic: JSON as it stands; Avro and Protobuf by
 * the newest schema of the topic's subjects in the registry, behind its number, or bare by the schema file beside the
 * contract. {@link TopicFormat} gives the same JSON back. Schemas are looked up and never registered. Immutable and
 * thread-safe.
 */
public final class TopicEncoder {
    private final Optional<Framed> key;
    private final Optional<Framed> value;
    private final JsonMapper json;

    /** An encoder, and what stands before what it writes. */
    private static final class Framed {
        private final byte[] frame;
        private final Encoder encoder;

        Framed(byte[] frame, Encoder encoder) {
            this.frame = frame;
            this.encoder = encoder;
        }
    }

    private TopicEncoder(Optional<Framed> key, Optional<Framed> value, Limits limits) {
        this.key = key;
        this.value = value;
        json = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depthMax())
                        .maxNumberLength(limits.numberLengthMax())
                        .maxNameLength(limits.nameLengthMax())
                        .maxStringLength(limits.recordBytesMax())
                        .build());
    }

    /**
     * Reads the schemas of a topic.
     *
     * @param contract agrees the formats; where it reads no topic, all is JSON
     * @param topic that is written to, of whatever name
     * @param connection whose registry is asked
     * @throws EiderException if there is no such schema, or the registry does not answer
     */
    public static TopicEncoder of(Contract contract, String topic, Connection.Kafka connection, Limits limits)
            throws EiderException {
        if (contract.source().topic().isEmpty()) {
            return new TopicEncoder(Optional.empty(), Optional.empty(), limits);
        }
        return of(contract.source().topic().get(), topic, connection, limits);
    }

    static TopicEncoder of(Source.Topic agreed, String topic, Connection.Kafka connection, Limits limits)
            throws EiderException {
        Optional<Framed> ofValue = agreed.schema().isPresent() && isBinary(agreed.format())
                ? Optional.of(ofFile(agreed.format(), agreed.schema().get(), limits))
                : ofRegistry(agreed.format(), topic + "-value", connection, limits);
        return new TopicEncoder(ofRegistry(agreed.keyFormat(), topic + "-key", connection, limits), ofValue, limits);
    }

    private static boolean isBinary(PayloadFormat format) {
        return format == PayloadFormat.AVRO || format == PayloadFormat.PROTOBUF;
    }

    private static Framed ofFile(PayloadFormat format, Source.SchemaFile file, Limits limits) throws EiderException {
        try {
            return new Framed(new byte[0], encoder(format, file.text(), List.of(), limits));
        } catch (RefusedException e) {
            throw unusable(file.name(), e);
        }
    }

    private static Optional<Framed> ofRegistry(
            PayloadFormat format, String subject, Connection.Kafka connection, Limits limits) throws EiderException {
        if (!isBinary(format)) {
            return Optional.empty();
        }
        Optional<WrittenSchema> found = Optional.empty();
        Optional<SchemaRegistry> registry = SchemaRegistry.of(connection);
        if (registry.isPresent()) {
            try (SchemaRegistry asked = registry.get()) {
                found = asked.latest(subject);
                if (found.isEmpty()) {
                    asked.requireThere();
                }
            }
        }
        WrittenSchema schema = found.orElseThrow(() -> new EiderException(
                ErrorCode.NOT_FOUND,
                "Schema not found: " + subject + " in the schema registry of connection '" + connection.name() + "'",
                "Register it with the registry's own tools (eider registers none), or set schema_registry of the"
                        + " connection to the one that has it"));
        if (!schema.type().name().equals(format.name())) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid schema " + subject + ": of " + Schemas.name(schema.type()) + " (the contract says "
                            + format.name().toLowerCase(Locale.ROOT) + ")");
        }
        try {
            Encoder encoder = encoder(format, schema.text(), schema.references(), limits);
            return Optional.of(
                    new Framed(frame(format, Long.parseLong(schema.id().value())), encoder));
        } catch (RefusedException e) {
            throw unusable(subject, e);
        }
    }

    /** As Confluent's serializers do it; behind the number stands, in Protobuf, that it is the first message. */
    private static byte[] frame(PayloadFormat format, long id) {
        byte[] frame = new byte[1 + Integer.BYTES + (format == PayloadFormat.PROTOBUF ? 1 : 0)];
        ByteBuffer.wrap(frame).put(Framing.MAGIC).putInt((int) id);
        return frame;
    }

    private static Encoder encoder(
            PayloadFormat format, String text, List<WrittenSchema.Reference> references, Limits limits)
            throws RefusedException {
        Schemas.requireShort(text, references);
        return format == PayloadFormat.AVRO
                ? AvroSchemas.encoder(text, references)
                : new ProtoSchema(text, references, limits).encoder();
    }

    private static EiderException unusable(String schema, RefusedException e) {
        return new EiderException(ErrorCode.INVALID_CONFIGURATION, "Cannot use " + schema + ": " + e.getMessage());
    }

    /**
     * A value's bytes.
     *
     * @throws RefusedException where it is no JSON, or the schema does not take it as it is
     */
    public byte[] value(byte[] text, int offset, int length) throws RefusedException {
        JsonNode record = read(text, offset, length);
        return value.isPresent() ? encode(value.get(), record) : Arrays.copyOfRange(text, offset, offset + length);
    }

    /**
     * The same for a record that was received before: where the topic's values are JSON, what stands there, whatever it
     * is.
     *
     * @throws RefusedException where the schema does not take it as it is
     */
    public byte[] received(byte[] text, int offset, int length) throws RefusedException {
        return value.isPresent() ? value(text, offset, length) : Arrays.copyOfRange(text, offset, offset + length);
    }

    /**
     * A key's bytes.
     *
     * @param text as the contract has it; of Avro and Protobuf an object of the key's fields, of which a schema of single
     *     values takes the only one
     * @throws RefusedException where the schema does not take it as it is
     */
    public byte[] key(byte[] text) throws RefusedException {
        if (key.isEmpty()) {
            return text;
        }
        JsonNode fields = read(text, 0, text.length);
        boolean isSingle = fields.size() == 1 && !key.get().encoder.isOfObjects();
        return encode(key.get(), isSingle ? fields.elements().next() : fields);
    }

    private JsonNode read(byte[] text, int offset, int length) throws RefusedException {
        try {
            JsonNode record = json.readTree(text, offset, length);
            if (record.isMissingNode()) {
                throw Exactly.not("JSON");
            }
            return record;
        } catch (IOException e) {
            // Its message may quote the record.
            throw Exactly.not("JSON, or beyond the bounds of records");
        }
    }

    private static byte[] encode(Framed framed, JsonNode record) throws RefusedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(framed.frame);
        try {
            framed.encoder.encode(record, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
