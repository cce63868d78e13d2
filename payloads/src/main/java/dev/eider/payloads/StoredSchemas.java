package dev.eider.payloads;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.zones.Bucket;
import dev.eider.zones.NdjsonFormat;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.RollingWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Schemas as they are stored with a batch, one a line:
 * {@code {"id":7,"type":"AVRO","schema":"…","references":[{"name":"…","schema":"…"}]}}; instead of {@code id} there may
 * be {@code global_id}, {@code content_id} or {@code guid}. The text of a schema too long to be used is left out: what is
 * stored can be read whatever the limits are. The same schemas make the same bytes.
 */
public final class StoredSchemas {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Comparator<SchemaId> ORDER = Comparator.comparing(SchemaId::kind)
            .thenComparing(id -> id.value().length())
            .thenComparing(SchemaId::value);

    /** Bytes of a character escaped in JSON. */
    private static final int ESCAPED_MAX = 6;

    /** Longest line that is written: a text with what stands around it, and around those of its references. */
    private static final int LINE_BYTES_MAX = ESCAPED_MAX * Schemas.TEXT_MAX + (1 << 20);

    private StoredSchemas() {}

    /** Appends schemas to a writer of role SCHEMAS, in the order of their ids. */
    public static void write(Collection<WrittenSchema> schemas, RollingWriter lines) throws EiderException {
        List<WrittenSchema> sorted = schemas.stream()
                .sorted(Comparator.comparing(WrittenSchema::id, ORDER))
                .toList();
        for (WrittenSchema schema : sorted) {
            byte[] line = line(storable(schema));
            lines.line(line, 0, line.length);
        }
    }

    /** Its id and type stay in any case: of JSON they are all that is needed. */
    private static WrittenSchema storable(WrittenSchema schema) {
        return Schemas.isShort(schema.text(), schema.references())
                ? schema
                : new WrittenSchema(schema.id(), schema.type(), "", List.of());
    }

    private static byte[] line(WrittenSchema schema) {
        Map<String, Object> members = new LinkedHashMap<>();
        SchemaId id = schema.id();
        members.put(
                member(id.kind()), id.kind() == SchemaId.Kind.GUID ? id.value() : Long.parseUnsignedLong(id.value()));
        members.put("type", schema.type().name());
        members.put("schema", schema.text());
        List<Map<String, String>> references = new ArrayList<>();
        for (WrittenSchema.Reference reference : schema.references()) {
            Map<String, String> pair = new LinkedHashMap<>();
            pair.put("name", reference.name());
            pair.put("schema", reference.text());
            references.add(pair);
        }
        members.put("references", references);
        try {
            return JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write JSON to memory", e);
        }
    }

    private static String member(SchemaId.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The schemas of one object. */
    public static List<WrittenSchema> read(Bucket bucket, ObjectKey key, Limits limits) throws EiderException {
        List<WrittenSchema> schemas = new ArrayList<>();
        int longest = Math.max(LINE_BYTES_MAX, limits.recordBytesMax());
        try (RecordFormat.Cursor lines = NdjsonFormat.open(bucket.open(key, Range.ALL), limits, longest)) {
            while (lines.next()) {
                // One so long, from before such texts were left out, is too long to be used.
                if (!lines.isTruncated()) {
                    schemas.add(schema(JSON.readTree(lines.buffer(), lines.offset(), lines.length())));
                }
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new EiderException(
                    ErrorCode.CORRUPT_OBJECT,
                    "Cannot read " + key + " in " + bucket.describe() + ": line " + (schemas.size() + 1)
                            + " is no schema",
                    "Restore the object from a backup");
        } catch (IOException e) {
            throw new EiderException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot read " + key + " in " + bucket.describe() + ": " + e.getMessage(),
                    "Check that the bucket can be reached and run the command again",
                    e);
        }
        return schemas;
    }

    private static WrittenSchema schema(JsonNode line) {
        List<WrittenSchema.Reference> references = new ArrayList<>();
        for (JsonNode reference : line.path("references")) {
            references.add(new WrittenSchema.Reference(text(reference, "name"), text(reference, "schema")));
        }
        WrittenSchema.Type type = WrittenSchema.Type.valueOf(text(line, "type"));
        return new WrittenSchema(id(line), type, text(line, "schema"), references);
    }

    private static SchemaId id(JsonNode line) {
        for (SchemaId.Kind kind : SchemaId.Kind.values()) {
            JsonNode value = line.path(member(kind));
            if (value.isIntegralNumber() || value.isTextual()) {
                return new SchemaId(kind, value.asText());
            }
        }
        throw new IllegalArgumentException("Invalid schema: no id");
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("Invalid schema: no " + member);
        }
        return value.textValue();
    }
}
