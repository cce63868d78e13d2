package dev.eider.payloads;

import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import dev.eider.contract.Source.PayloadFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes one part of records by the format that is agreed, each record by its own schema. Not thread-safe. */
final class PartDecoder {
    /** Messages within messages that an address may go down, as deep as any schema that is read. */
    private static final int PATH_MAX = 64;

    private static final int REF_NAME = 10;
    private static final int FILES = -1;

    /** What became of a schema: one of its decoders, or why there is none. */
    private record Known(
            @Nullable Decoder avro,
            @Nullable ProtoSchema protobuf,
            @Nullable RefusedException refused) {}

    private final PayloadFormat format;
    private final Schemas schemas;
    private final Limits limits;
    private final Optional<Source.SchemaFile> file;
    private final Map<SchemaId, Known> decoders = new HashMap<>();
    private long lastId = FILES;
    private @Nullable Known last;
    private @Nullable Known ofFile;

    PartDecoder(Part part, PayloadFormat format, Schemas schemas, Limits limits) {
        this.format = format;
        this.schemas = schemas;
        this.limits = limits;
        this.file = part == Part.VALUE ? schemas.file() : Optional.empty();
    }

    /** Whether payloads become other bytes, rather than a window of what they are. */
    boolean isBinary() {
        return format == PayloadFormat.AVRO || format == PayloadFormat.PROTOBUF;
    }

    /** Where the JSON text begins in {@code bytes[from, to)}: at once, or behind a frame. */
    int jsonStart(byte[] bytes, int from, int to) throws RefusedException {
        if (from >= to || bytes[from] != Framing.MAGIC) {
            return from;
        }
        int frame = Framing.length(bytes, from, to);
        if (schemas.isEmpty() || frame == 0) {
            throw new RefusedException(
                    RejectionCode.WRONG_FORMAT, "framed by a registry's serializer, where plain JSON is agreed");
        }
        schemas.find(SchemaId.of(Framing.id(bytes, from, frame)), WrittenSchema.Type.JSON);
        return from + frame;
    }

    /** Appends the payload in {@code bytes[from, to)} as JSON. */
    void decode(byte[] bytes, int from, int to, HeaderHints hints, JsonBuffer out) throws RefusedException {
        if (file.isPresent()) {
            decodeByFile(bytes, from, to, out);
            return;
        }
        SchemaId inHeader = hints.id();
        if (inHeader != null) {
            Known known = known(inHeader);
            body(known, bytes, from, to, hints, out);
            return;
        }
        int frame = Framing.length(bytes, from, to);
        if (frame == 0) {
            throw new RefusedException(
                    RejectionCode.WRONG_FORMAT,
                    "no frame of a registry's serializer, where " + Schemas.name(type()) + " is agreed");
        }
        long id = Framing.id(bytes, from, frame);
        Known known = last;
        if (known == null || id != lastId) {
            known = known(SchemaId.of(id));
            last = known;
            lastId = id;
        }
        body(known, bytes, from + frame, to, null, out);
    }

    private WrittenSchema.Type type() {
        return format == PayloadFormat.AVRO ? WrittenSchema.Type.AVRO : WrittenSchema.Type.PROTOBUF;
    }

    private void decodeByFile(byte[] bytes, int from, int to, JsonBuffer out) throws RefusedException {
        Known known = ofFile;
        if (known == null) {
            known = file.map(found -> read(found.text(), List.of())).orElseThrow();
            ofFile = known;
        }
        try {
            if (known.avro() != null) {
                known.avro().decode(bytes, from, to, out);
            } else {
                protobuf(known).first().decode(bytes, from, to, out);
            }
        } catch (RefusedException e) {
            throw otherFormat(bytes, from, to, e);
        }
    }

    /** Tells payloads of another format from broken ones of this one, where their first byte does. */
    private RefusedException otherFormat(byte[] bytes, int from, int to, RefusedException e) {
        if (e.reason().code() != RejectionCode.UNDECODABLE || from >= to) {
            return e;
        }
        if (bytes[from] == '{') {
            return new RefusedException(
                    RejectionCode.WRONG_FORMAT, "JSON, where " + Schemas.name(type()) + " is agreed");
        }
        if (Framing.length(bytes, from, to) > 0) {
            return new RefusedException(
                    RejectionCode.WRONG_FORMAT,
                    "framed by a registry's serializer, where the schema file of the contract is agreed");
        }
        return e;
    }

    private void body(Known known, byte[] bytes, int from, int to, @Nullable HeaderHints hints, JsonBuffer out)
            throws RefusedException {
        if (known.refused() != null) {
            throw known.refused();
        }
        if (known.avro() != null) {
            known.avro().decode(bytes, from, to, out);
            return;
        }
        ProtoSchema schema = protobuf(known);
        BinaryInput in = new BinaryInput(limits);
        in.open(bytes, from, to);
        // Apicurio's serializer says it here, with headers too.
        Decoder decoder = namedByApicurio(schema, in);
        if (decoder == null) {
            in.open(bytes, from, to);
            decoder = hints == null ? atPath(schema, in) : byHeader(schema, hints);
        }
        decoder.decode(bytes, in.at(), to, out);
    }

    private static Decoder byHeader(ProtoSchema schema, HeaderHints hints) throws RefusedException {
        String name = hints.messageName();
        if (name != null) {
            return schema.named(name)
                    .orElseThrow(() -> RefusedException.undecodable("a message that the schema does not have"));
        }
        if (hints.rest().length == 0) {
            return schema.first();
        }
        BinaryInput in = new BinaryInput(Limits.defaults());
        in.open(hints.rest(), 0, hints.rest().length);
        return atPath(schema, in);
    }

    /** Apicurio's serializer may put a message with the message's name before the message. */
    private static @Nullable Decoder namedByApicurio(ProtoSchema schema, BinaryInput in) throws RefusedException {
        byte[] bytes = in.bytes();
        int at = in.at();
        if (in.end() - at < 3 || bytes[at] < 3 || bytes[at + 1] != REF_NAME || bytes[at + 2] != bytes[at] - 2) {
            return null;
        }
        int size = bytes[at];
        if (in.end() - at <= size) {
            return null;
        }
        in.skip(1L + size);
        return schema.named(new String(bytes, at + 3, size - 2, StandardCharsets.UTF_8))
                .orElse(null);
    }

    /** Which message it is, as Confluent's serializers tell: how many numbers, and the numbers; 0 for the first. */
    private static Decoder atPath(ProtoSchema schema, BinaryInput in) throws RefusedException {
        long count = in.zigZag();
        if (count == 0) {
            return schema.first();
        }
        if (count < 0 || count > PATH_MAX) {
            throw RefusedException.undecodable("a message that the schema does not have");
        }
        int[] path = new int[(int) count];
        for (int i = 0; i < path.length; i++) {
            path[i] = in.zigZagInt();
        }
        return schema.at(path);
    }

    private static ProtoSchema protobuf(Known known) throws RefusedException {
        if (known.protobuf() == null) {
            throw known.refused() == null ? Schemas.unreadable() : known.refused();
        }
        return known.protobuf();
    }

    /** Ids that nobody knows are not kept, since there may be as many as records. */
    private Known known(SchemaId id) throws RefusedException {
        Known known = decoders.get(id);
        if (known == null) {
            WrittenSchema schema = schemas.find(id, type());
            known = read(schema.text(), schema.references());
            decoders.put(id, known);
        }
        return known;
    }

    private Known read(String text, List<WrittenSchema.Reference> references) {
        try {
            if (text.isEmpty()) {
                // It was left out where it was stored.
                throw Schemas.unreadable();
            }
            Schemas.requireShort(text, references);
            return format == PayloadFormat.AVRO
                    ? new Known(AvroSchemas.decoder(text, references, limits), null, null)
                    : new Known(null, new ProtoSchema(text, references, limits), null);
        } catch (RefusedException e) {
            return new Known(null, null, e);
        }
    }
}
