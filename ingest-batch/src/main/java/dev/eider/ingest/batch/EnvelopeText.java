package dev.eider.ingest.batch;

import static dev.eider.ingest.batch.BodyBytes.END;

import dev.eider.contract.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Copies what stands around the records, within a bound. Looks no closer than finding the ends of values takes: the
 * whole is read strictly afterwards. Not thread-safe.
 */
final class EnvelopeText {
    private final BodyBytes body;
    private final int bytesMax;
    private final Text text = new Text();

    /** Bytes whose tail can be looked at. */
    private static final class Text extends ByteArrayOutputStream {
        String since(int start) {
            return new String(buf, start, count - start, StandardCharsets.UTF_8);
        }
    }

    EnvelopeText(BodyBytes body, int bytesMax) {
        this.body = body;
        this.bytesMax = bytesMax;
    }

    void begin() {
        text.reset();
    }

    byte[] bytes() {
        return text.toByteArray();
    }

    /** Copies the next byte. */
    void copy() throws IOException, BadPageException {
        if (text.size() >= bytesMax) {
            throw new BadPageException(RejectionCode.TOO_LARGE, "more than " + bytesMax + " bytes around the records");
        }
        text.write(body.peek());
        body.skip();
    }

    void copyBlanks() throws IOException, BadPageException {
        while (BodyBytes.isBlank(body.peek())) {
            copy();
        }
    }

    void expect(char wanted) throws IOException, BadPageException {
        if (body.peek() != wanted) {
            throw body.wrong("no '" + wanted + "' where one must stand");
        }
        copy();
    }

    /** Copies a string and tells how it is written. */
    String copyString() throws IOException, BadPageException {
        int start = text.size();
        copy();
        boolean escaped = false;
        while (true) {
            int c = body.peek();
            if (c == END) {
                throw body.wrong("a string without its end");
            }
            copy();
            if (c == '"' && !escaped) {
                return text.since(start);
            }
            escaped = c == '\\' && !escaped;
        }
    }

    void copyValue() throws IOException, BadPageException {
        int depth = 0;
        do {
            int c = body.peek();
            if (c == END) {
                throw body.wrong("a value without its end");
            }
            if (c == '"') {
                copyString();
            } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return;
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                copy();
            }
        } while (depth > 0 || isInScalar());
    }

    private boolean isInScalar() throws IOException {
        int c = body.peek();
        return c != END && c != ',' && c != '}' && c != ']' && !BodyBytes.isBlank(c);
    }
}
