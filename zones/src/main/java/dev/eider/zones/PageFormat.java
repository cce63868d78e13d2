package dev.eider.zones;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.eider.contract.Place;
import dev.eider.contract.RejectionCode;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pages as lines of JSON: one a response. A refused one is followed by its body in pieces of bounded length, a line a
 * piece, so that nobody ever holds a whole body.
 */
final class PageFormat {
    /** Divisible by three, so that pieces in base64 need no filling. */
    static final int PIECE_BYTES = 3 * 256 * 1024;

    private PageFormat() {}

    /** A line of the file. */
    sealed interface Line {
        record Page(PageEnvelope page) implements Line {}

        /** Bytes of a body; owned by who reads the line. */
        final class Piece implements Line {
            private final int ordinal;
            private final int number;
            private final byte[] content;

            Piece(int ordinal, int number, byte[] content) {
                this.ordinal = ordinal;
                this.number = number;
                this.content = content;
            }

            boolean is(int pageOrdinal, int pieceNumber) {
                return ordinal == pageOrdinal && number == pieceNumber;
            }

            byte[] content() {
                return content;
            }
        }
    }

    static byte[] line(PageEnvelope page) {
        return line(json -> {
            json.writeNumberField("ordinal", page.ordinal());
            json.writeStringField("method", page.method());
            json.writeStringField("target", page.target());
            json.writeNumberField("status", page.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : page.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeStringField("received_at", page.receivedAt().toString());
            if (page.content() instanceof PageEnvelope.Records records) {
                write(json, records);
            } else if (page.content() instanceof PageEnvelope.Refused refused) {
                write(json, refused);
            }
        });
    }

    private static void write(JsonGenerator json, PageEnvelope.Records records) throws IOException {
        json.writeNumberField("records", records.records());
        if (records.first().isPresent()) {
            json.writeObjectFieldStart("first");
            json.writeNumberField("part", records.first().get().part());
            json.writeNumberField("record", records.first().get().record());
            json.writeEndObject();
        }
        json.writeFieldName("envelope");
        // Within valid JSON line breaks stand between tokens only.
        json.writeRawValue(records.envelope().replace("\n", "").replace("\r", ""));
    }

    private static void write(JsonGenerator json, PageEnvelope.Refused refused) throws IOException {
        json.writeObjectFieldStart("refused");
        json.writeStringField("code", refused.code().code());
        json.writeStringField("message", refused.message());
        json.writeStringField("content_type", refused.contentType());
        json.writeNumberField("bytes", refused.bytes());
        json.writeEndObject();
    }

    static byte[] piece(int ordinal, int piece, byte[] content, int length) {
        return line(json -> {
            json.writeNumberField("body_of", ordinal);
            json.writeNumberField("piece", piece);
            json.writeFieldName("base64");
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, content, 0, length);
        });
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Members members) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(line)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a page to memory", e);
        }
        return line.toByteArray();
    }

    static Line read(byte[] buffer, int offset, int length) throws Unreadable {
        JsonReading json;
        try {
            json = new JsonReading("", Json.MAPPER.readTree(buffer, offset, length));
        } catch (JsonProcessingException e) {
            throw new Unreadable("it is no whole JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a page from memory", e);
        }
        Line line = json.has("body_of") ? pieceOf(json) : new Line.Page(page(json));
        json.finish();
        return line;
    }

    private static Line pieceOf(JsonReading json) throws Unreadable {
        byte[] content = json.parsed("base64", Base64Variants.MIME_NO_LINEFEEDS::decode);
        return new Line.Piece(json.smallNumber("body_of"), json.smallNumber("piece"), content);
    }

    private static PageEnvelope page(JsonReading json) throws Unreadable {
        return new PageEnvelope(
                json.smallNumber("ordinal"),
                json.text("method"),
                json.text("target"),
                json.smallNumber("status"),
                headers(json.object("headers")),
                json.instant("received_at"),
                json.has("refused") ? refused(json.object("refused")) : records(json));
    }

    private static Map<String, String> headers(JsonReading json) throws Unreadable {
        Map<String, String> headers = new TreeMap<>();
        for (String name : json.names()) {
            headers.put(name, json.text(name));
        }
        return headers;
    }

    private static PageEnvelope.Content records(JsonReading json) throws Unreadable {
        return new PageEnvelope.Records(
                json.anything("envelope").toString(),
                json.has("first") ? Optional.of(place(json.object("first"))) : Optional.empty(),
                json.number("records"));
    }

    private static Place.Stored place(JsonReading json) throws Unreadable {
        Place.Stored place = new Place.Stored(json.smallNumber("part"), json.number("record"));
        json.finish();
        return place;
    }

    private static PageEnvelope.Content refused(JsonReading json) throws Unreadable {
        PageEnvelope.Refused refused = new PageEnvelope.Refused(
                json.parsed("code", code -> RejectionCode.valueOf(code.toUpperCase(Locale.ROOT))),
                json.text("message"),
                json.text("content_type"),
                json.number("bytes"));
        json.finish();
        return refused;
    }
}
