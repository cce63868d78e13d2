package dev.eider.staging.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.eider.contract.Contract;
import dev.eider.contract.Place;
import dev.eider.contract.Reason;
import dev.eider.zones.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Error records of one batch as lines of JSON: reasons, the passing fields masked, the shape of the failing ones and
 * the place in raw; none of the record's own bytes. Immutable and thread-safe.
 */
final class ErrorLines {
    private static final int BYTES_MOSTLY = 1_024;
    private static final JsonFactory JSON = new JsonFactory();

    private final Contract contract;
    private final Revision raw;
    private final Instant rejectedAt;
    private final String build;

    ErrorLines(Contract contract, Revision raw, Instant rejectedAt, String build) {
        this.contract = contract;
        this.raw = raw;
        this.rejectedAt = rejectedAt;
        this.build = build;
    }

    /**
     * One line, without a line break.
     *
     * @param passing JSON object of the fields that keep their rules, masked
     * @param shape JSON object of the failing fields
     */
    byte[] line(Place.Stored place, List<Reason> reasons, String passing, String shape, String fingerprint)
            throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(BYTES_MOSTLY);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("dataset", contract.dataset().value());
            json.writeNumberField("contract_version", contract.version());
            json.writeArrayFieldStart("reasons");
            for (Reason reason : reasons) {
                write(json, reason);
            }
            json.writeEndArray();
            json.writeFieldName("passing");
            json.writeRawValue(passing);
            json.writeFieldName("shape");
            json.writeRawValue(shape);
            json.writeStringField("batch", raw.batch().toString());
            json.writeStringField("raw_revision", raw.label());
            json.writeNumberField("part", place.part());
            json.writeNumberField("record", place.record());
            json.writeStringField("fingerprint", fingerprint);
            json.writeStringField("rejected_at", rejectedAt.toString());
            json.writeStringField("build", build);
            json.writeEndObject();
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
}
