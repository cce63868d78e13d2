package dev.eider.payloads;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The JSON object that came with a record, read for its key and for what its headers say. Not thread-safe. */
final class MetaText {
    private static final byte[] APICURIO = JsonBuffer.ascii("\"" + Part.APICURIO);
    private static final byte[] CONFLUENT = JsonBuffer.ascii("_schema_id\"");

    private final HeaderHints ofKey = new HeaderHints(Part.KEY);
    private final HeaderHints ofValue = new HeaderHints(Part.VALUE);
    private byte @Nullable [] key;
    private int keyFrom;
    private int keyTo;

    /** Reads an object that stands at {@code from}; positions are those of the buffer. */
    void read(byte[] bytes, int from, int length) throws IOException {
        ofKey.clear();
        ofValue.clear();
        key = null;
        try (JsonParser parser = MetaJson.FACTORY.createParser(bytes, from, length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int nameFrom = from + (int) parser.currentTokenLocation().getByteOffset();
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("key") && value == JsonToken.VALUE_STRING) {
                    key = parser.getText().getBytes(StandardCharsets.UTF_8);
                    keyAt(nameFrom, from, parser);
                } else if (name.equals("key_base64") && value == JsonToken.VALUE_STRING) {
                    key = Base64.getDecoder().decode(parser.getText());
                    keyAt(nameFrom, from, parser);
                } else if (name.equals("headers") && value == JsonToken.START_OBJECT) {
                    headers(parser);
                } else if (name.equals("headers_base64") && value == JsonToken.START_ARRAY) {
                    pairs(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it has a key or a header that is not Base64", e);
        }
    }

    private void keyAt(int nameFrom, int start, JsonParser parser) {
        keyFrom = nameFrom;
        keyTo = start + (int) parser.currentLocation().getByteOffset();
    }

    private void headers(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (isHint(name)) {
                hint(name, parser.getText().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void pairs(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            String name = parser.nextTextValue();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                if (name != null && isHint(name)) {
                    hint(name, Base64.getDecoder().decode(parser.getText()));
                }
                parser.nextToken();
            }
        }
    }

    private static boolean isHint(String name) {
        return Part.KEY.isNamedIn(name) || Part.VALUE.isNamedIn(name);
    }

    private void hint(String name, byte[] value) {
        ofKey.take(name, value);
        ofValue.take(name, value);
    }

    /** The key's bytes as received; null where there is none. */
    byte @Nullable [] key() {
        return key;
    }

    /** Where the key's member begins in the buffer, its name included. */
    int keyFrom() {
        return keyFrom;
    }

    int keyTo() {
        return keyTo;
    }

    HeaderHints hints(Part part) {
        return part == Part.KEY ? ofKey : ofValue;
    }

    /** Whether headers may say something of schemas; most records have none, and this is cheaper than reading. */
    static boolean mayHint(byte[] bytes, int from, int length) {
        return holds(bytes, from, from + length, APICURIO) || holds(bytes, from, from + length, CONFLUENT);
    }

    private static boolean holds(byte[] bytes, int from, int to, byte[] sought) {
        byte first = sought[0];
        for (int at = from; at <= to - sought.length; at++) {
            if (bytes[at] == first && Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }
}
