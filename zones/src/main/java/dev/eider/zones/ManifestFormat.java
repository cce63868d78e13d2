package dev.eider.zones;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.eider.contract.DatasetName;
import dev.eider.contract.Fingerprint;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Manifests as JSON: members in a fixed order, one a line, the same bytes for the same manifest. */
final class ManifestFormat {
    /** Raised where an older reader would misunderstand. */
    private static final int FORMAT = 1;

    private ManifestFormat() {}

    static byte[] write(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.setPrettyPrinter(Json.pretty());
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            revision(json, manifest.revision());
            json.writeStringField("slice_start", manifest.sliceStart().toString());
            json.writeStringField("slice_end", manifest.sliceEnd().toString());
            json.writeStringField("gate", name(manifest.gate()));
            optional(json, "held_because", manifest.heldBecause());
            inputs(json, manifest.inputs());
            outputs(json, manifest.outputs());
            books(json, manifest.books());
            json.writeObjectFieldStart("rejects");
            for (Map.Entry<String, Long> reject : manifest.rejects().entrySet()) {
                json.writeNumberField(reject.getKey(), reject.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("unknown_fields", manifest.unknownFields());
            if (manifest.eventTimes().isPresent()) {
                eventTimes(json, manifest.eventTimes().get());
            }
            json.writeStringField("contract", manifest.contract().hex());
            json.writeNumberField("contract_version", manifest.contractVersion());
            optional(json, "mask_key", manifest.maskKey());
            json.writeStringField("committed_at", manifest.committedAt().toString());
            json.writeStringField("build", manifest.build());
            if (manifest.offsets().isPresent()) {
                offsets(json, manifest.offsets().get());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a manifest to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void revision(JsonGenerator json, Revision revision) throws IOException {
        json.writeStringField("dataset", revision.batch().dataset().value());
        json.writeStringField("slice", revision.batch().slice());
        json.writeStringField("stage", revision.stage().folder());
        if (revision.stage() == StageName.STAGE) {
            json.writeNumberField("input", revision.input());
        }
        json.writeNumberField("number", revision.number());
    }

    private static void inputs(JsonGenerator json, List<Manifest.Input> inputs) throws IOException {
        json.writeArrayFieldStart("inputs");
        for (Manifest.Input input : inputs) {
            json.writeStartObject();
            revision(json, input.revision());
            json.writeStringField("sha256", input.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void outputs(JsonGenerator json, List<StoredFile> outputs) throws IOException {
        json.writeArrayFieldStart("outputs");
        for (StoredFile file : outputs) {
            json.writeStartObject();
            json.writeStringField("role", name(file.role()));
            json.writeStringField("key", file.key().value());
            json.writeNumberField("records", file.records());
            json.writeNumberField("bytes", file.bytes());
            json.writeStringField("sha256", file.sha256());
            optional(json, "expires", file.expires().map(Instant::toString));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void books(JsonGenerator json, Books books) throws IOException {
        json.writeObjectFieldStart("books");
        json.writeNumberField("read", books.read());
        json.writeNumberField("clean", books.clean());
        json.writeNumberField("rejected", books.rejected());
        json.writeNumberField("superseded", books.superseded());
        json.writeNumberField("duplicate", books.duplicate());
        json.writeNumberField("filtered", books.filtered());
        json.writeEndObject();
    }

    private static void eventTimes(JsonGenerator json, EventTimes times) throws IOException {
        json.writeObjectFieldStart("event_times");
        json.writeStringField("first", times.first().toString());
        json.writeStringField("last", times.last().toString());
        json.writeNumberField("dates", times.dates());
        json.writeEndObject();
    }

    private static void offsets(JsonGenerator json, OffsetRange range) throws IOException {
        json.writeObjectFieldStart("offsets");
        json.writeStringField("topic", range.topic());
        json.writeStringField("chain", range.chain().toString());
        json.writeNumberField("from", range.from());
        json.writeNumberField("end", range.end());
        json.writeNumberField("records", range.records());
        json.writeNumberField("control", range.control());
        json.writeNumberField("missing", range.missing());
        if (range.leaderEpoch().isPresent()) {
            json.writeNumberField("leader_epoch", range.leaderEpoch().getAsInt());
        }
        optional(json, "first_time", range.firstTime().map(Instant::toString));
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    static Manifest read(byte[] content) throws Unreadable {
        JsonReading json;
        try {
            json = new JsonReading("", Json.MAPPER.readTree(content));
        } catch (JsonProcessingException e) {
            throw new Unreadable("it is no whole JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a manifest from memory", e);
        }
        if (json.number("format") != FORMAT) {
            throw new Unreadable("its format is of another version of Eider");
        }
        Manifest manifest = new Manifest(
                revision(json),
                json.instant("slice_start"),
                json.instant("slice_end"),
                json.parsed("gate", gate -> Gate.valueOf(gate.toUpperCase(Locale.ROOT))),
                json.optionalText("held_because"),
                inputs(json.objects("inputs")),
                outputs(json.objects("outputs")),
                books(json.object("books")),
                rejects(json.object("rejects")),
                json.number("unknown_fields"),
                json.has("event_times") ? Optional.of(eventTimes(json.object("event_times"))) : Optional.empty(),
                json.parsed("contract", Fingerprint::new),
                json.smallNumber("contract_version"),
                json.optionalText("mask_key"),
                json.instant("committed_at"),
                json.text("build"),
                json.has("offsets") ? Optional.of(offsets(json.object("offsets"))) : Optional.empty());
        json.finish();
        return manifest;
    }

    private static OffsetRange offsets(JsonReading json) throws Unreadable {
        try {
            OffsetRange range = new OffsetRange(
                    json.text("topic"),
                    json.parsed(
                            "chain",
                            name -> ChainId.parse(name).orElseThrow(() -> new IllegalArgumentException("no chain"))),
                    json.number("from"),
                    json.number("end"),
                    json.number("records"),
                    json.number("control"),
                    json.number("missing"),
                    json.has("leader_epoch") ? OptionalInt.of(json.smallNumber("leader_epoch")) : OptionalInt.empty(),
                    json.has("first_time") ? Optional.of(json.instant("first_time")) : Optional.empty());
            json.finish();
            return range;
        } catch (UnbalancedBooksException e) {
            throw new Unreadable("its offsets do not balance");
        }
    }

    private static Revision revision(JsonReading json) throws Unreadable {
        StageName stage = json.parsed("stage", name -> StageName.valueOf(name.toUpperCase(Locale.ROOT)));
        BatchId batch = new BatchId(json.parsed("dataset", DatasetName::new), json.text("slice"));
        int input = stage == StageName.RAW ? 0 : json.smallNumber("input");
        int number = json.smallNumber("number");
        try {
            return new Revision(batch, stage, input, number);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("its revision is not valid");
        }
    }

    private static List<Manifest.Input> inputs(List<JsonReading> objects) throws Unreadable {
        List<Manifest.Input> inputs = new ArrayList<>();
        for (JsonReading json : objects) {
            inputs.add(new Manifest.Input(revision(json), json.text("sha256")));
            json.finish();
        }
        return inputs;
    }

    private static List<StoredFile> outputs(List<JsonReading> objects) throws Unreadable {
        List<StoredFile> outputs = new ArrayList<>();
        for (JsonReading json : objects) {
            outputs.add(new StoredFile(
                    json.parsed("role", role -> StoredFile.Role.valueOf(role.toUpperCase(Locale.ROOT))),
                    json.parsed("key", ObjectKey::new),
                    json.number("records"),
                    json.number("bytes"),
                    json.text("sha256"),
                    json.has("expires") ? Optional.of(json.instant("expires")) : Optional.empty()));
            json.finish();
        }
        return outputs;
    }

    private static Books books(JsonReading json) throws Unreadable {
        try {
            Books books = new Books(
                    json.number("read"),
                    json.number("clean"),
                    json.number("rejected"),
                    json.number("superseded"),
                    json.number("duplicate"),
                    json.number("filtered"));
            json.finish();
            return books;
        } catch (UnbalancedBooksException e) {
            throw new Unreadable("its books do not balance");
        }
    }

    private static Map<String, Long> rejects(JsonReading json) throws Unreadable {
        Map<String, Long> rejects = new TreeMap<>();
        for (String code : json.names()) {
            rejects.put(code, json.number(code));
        }
        return rejects;
    }

    private static EventTimes eventTimes(JsonReading json) throws Unreadable {
        EventTimes times = new EventTimes(json.date("first"), json.date("last"), json.smallNumber("dates"));
        json.finish();
        return times;
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
