package dev.eider.zones;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eider.contract.DatasetName;
import dev.eider.contract.Place;
import dev.eider.contract.Reason;
import dev.eider.contract.RejectionCode;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A record that did not enter clean: why, and where it stands in raw. It holds none of the record's own bytes beyond
 * the contract's fields that keep their rules, masked. One line of JSON, members in a fixed order.
 *
 * @param reasons all of them; {@code SUPERSEDED} alone for a valid record that a later one replaced
 * @param record JSON object of the contract fields that keep their rules, masked
 * @param shape JSON object of the failing fields: kind and length of what stood there, never a value
 * @param raw revision whose part holds the record
 * @param fingerprint keyed, of the record's bytes; empty without a mask key
 */
public record ErrorRecord(
        DatasetName dataset,
        int contractVersion,
        List<Reason> reasons,
        String record,
        String shape,
        Revision raw,
        Place.Stored place,
        String fingerprint,
        Instant rejectedAt,
        String build) {
    private static final int BYTES_MOSTLY = 1_024;

    public ErrorRecord {
        reasons = List.copyOf(reasons);
    }

    /** The line, without a line feed. */
    public byte[] toLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(BYTES_MOSTLY);
        try (JsonGenerator json = Json.FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("dataset", dataset.value());
            json.writeNumberField("contract_version", contractVersion);
            json.writeArrayFieldStart("reasons");
            for (Reason reason : reasons) {
                write(json, reason);
            }
            json.writeEndArray();
            json.writeFieldName("record");
            json.writeRawValue(record);
            json.writeFieldName("shape");
            json.writeRawValue(shape);
            json.writeObjectFieldStart("place");
            json.writeStringField("slice", raw.batch().slice());
            json.writeNumberField("revision", raw.number());
            json.writeNumberField("part", place.part());
            json.writeNumberField("record", place.record());
            json.writeEndObject();
            json.writeStringField("fingerprint", fingerprint);
            json.writeStringField("batch", raw.batch().toString());
            json.writeStringField("rejected_at", rejectedAt.toString());
            json.writeStringField("build", build);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write an error record to memory", e);
        }
        return line.toByteArray();
    }

    private static void write(JsonGenerator json, Reason reason) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", reason.code().code());
        if (reason.field().isPresent()) {
            json.writeStringField("field", reason.field().get());
        }
        json.writeStringField("message", reason.message());
        json.writeEndObject();
    }

    static ErrorRecord read(byte[] buffer, int offset, int length) throws Unreadable {
        JsonReading json;
        try {
            json = new JsonReading("", Json.MAPPER.readTree(buffer, offset, length));
        } catch (JsonProcessingException e) {
            throw new Unreadable("it is no whole JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read an error record from memory", e);
        }
        DatasetName dataset = json.parsed("dataset", DatasetName::new);
        JsonReading place = json.object("place");
        BatchId batch = new BatchId(dataset, place.text("slice"));
        json.text("batch");
        ErrorRecord error = new ErrorRecord(
                dataset,
                json.smallNumber("contract_version"),
                reasons(json.objects("reasons")),
                text(json.node("record")),
                text(json.node("shape")),
                revision(batch, place.smallNumber("revision")),
                place(place.smallNumber("part"), place.number("record")),
                json.text("fingerprint"),
                json.instant("rejected_at"),
                json.text("build"));
        place.finish();
        json.finish();
        return error;
    }

    private static List<Reason> reasons(List<JsonReading> objects) throws Unreadable {
        List<Reason> reasons = new ArrayList<>();
        for (JsonReading json : objects) {
            RejectionCode code = json.parsed("code", name -> RejectionCode.valueOf(name.toUpperCase(Locale.ROOT)));
            Optional<String> field = json.optionalText("field");
            reasons.add(new Reason(code, field, json.text("message")));
            json.finish();
        }
        return reasons;
    }

    private static Revision revision(BatchId batch, int number) throws Unreadable {
        try {
            return Revision.raw(batch, number);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("place.revision is not valid");
        }
    }

    private static Place.Stored place(int part, long record) throws Unreadable {
        try {
            return new Place.Stored(part, record);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("place is not valid");
        }
    }

    private static String text(JsonNode node) {
        return node.toString();
    }
}
