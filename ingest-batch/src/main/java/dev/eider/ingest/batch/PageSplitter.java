package dev.eider.ingest.batch;

import static dev.eider.ingest.batch.BodyBytes.END;

import dev.eider.contract.FieldPath;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Divides a JSON body into its records, one a line, and its envelope, in one pass and without a tree. A record keeps
 * its own bytes but for line breaks between tokens. Notices every fault of structure outside the records; what a record
 * holds between its brackets is for the validator to judge. Used for one page after the other; not thread-safe.
 */
final class PageSplitter {
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final FieldPath selector;
    private final int recordBytesMax;
    private final Envelope.Reader envelopes;
    private final BodyBytes body = new BodyBytes();
    private final EnvelopeText envelope;
    private long count;
    private boolean found;

    /** A page: how many records went to the spool, and what was around them. */
    record Split(long records, Envelope envelope) {}

    PageSplitter(FieldPath selector, Limits limits) {
        this.selector = selector;
        this.recordBytesMax = limits.recordBytesMax();
        this.envelopes = new Envelope.Reader(limits);
        this.envelope = new EnvelopeText(body, limits.envelopeBytesMax());
    }

    /**
     * Splits a body; the records go to the spool, each with a line feed after it. Null in place of the records is no
     * records, unless it is all of the body.
     *
     * @throws BadPageException if it is no page: the spool then holds records that must not be used
     */
    Split split(InputStream source, Spool records) throws IOException, BadPageException {
        body.begin(source);
        envelope.begin();
        count = 0;
        found = false;
        skipByteOrderMark();
        body.skipBlanks();
        if (body.peek() == END) {
            throw BadPageException.malformed("an empty body", body.offset());
        }
        if (body.peek() == '<') {
            throw BadPageException.malformed("markup where JSON must stand", body.offset());
        }
        find(0, records);
        body.skipBlanks();
        if (body.peek() != END) {
            throw BadPageException.malformed("something after the end", body.offset());
        }
        Envelope read = envelopes.read(envelope.bytes());
        if (!found) {
            throw new BadPageException(RejectionCode.NO_RECORDS, "no array of records at " + selector);
        }
        return new Split(count, read);
    }

    /** Copies the value at the current place to the envelope, but for the records where the selector leads. */
    private void find(int level, Spool records) throws IOException, BadPageException {
        int first = body.peek();
        if (level == selector.members().size()) {
            if (first == '[' && !found) {
                found = true;
                array(records);
            } else {
                envelope.copyValue();
                found |= level > 0 && first == 'n';
            }
        } else if (first == '{') {
            members(level, records);
        } else {
            envelope.copyValue();
        }
    }

    private void members(int level, Spool records) throws IOException, BadPageException {
        envelope.copy();
        envelope.copyBlanks();
        if (body.peek() == '}') {
            envelope.copy();
            return;
        }
        while (true) {
            if (body.peek() != '"') {
                throw BadPageException.malformed("no name where one must stand", body.offset());
            }
            String name = envelopes.unquote(envelope.copyString());
            envelope.copyBlanks();
            envelope.expect(':');
            envelope.copyBlanks();
            if (name.equals(selector.members().get(level))) {
                find(level + 1, records);
            } else {
                envelope.copyValue();
            }
            envelope.copyBlanks();
            if (body.peek() == '}') {
                envelope.copy();
                return;
            }
            envelope.expect(',');
            envelope.copyBlanks();
        }
    }

    private void array(Spool records) throws IOException, BadPageException {
        envelope.copy();
        body.skipBlanks();
        if (body.peek() == ']') {
            envelope.copy();
            return;
        }
        while (true) {
            long start = records.length();
            element(records);
            checkLength(records.length() - start);
            records.write((byte) '\n');
            count++;
            body.skipBlanks();
            if (body.peek() == ']') {
                envelope.copy();
                return;
            }
            if (body.peek() != ',') {
                throw body.wrong("no comma between records");
            }
            body.skip();
            body.skipBlanks();
        }
    }

    private void checkLength(long bytes) throws BadPageException {
        if (bytes > recordBytesMax) {
            throw new BadPageException(
                    RejectionCode.TOO_LARGE,
                    "a record of more than " + recordBytesMax + " bytes ends at byte " + body.offset());
        }
    }

    private void element(Spool records) throws IOException, BadPageException {
        int first = body.peek();
        if (first == '{' || first == '[') {
            body.copyContainer(records);
        } else if (first == '"') {
            string(records);
        } else if (first == ',' || first == ']' || first == '}' || first == ':' || first == END) {
            throw body.wrong("no record where one must stand");
        } else {
            scalar(records);
        }
    }

    private void string(Spool records) throws IOException, BadPageException {
        boolean escaped = true;
        while (true) {
            int c = body.peek();
            if (c == END || c == '\n') {
                throw body.wrong("a string without its end");
            }
            records.write((byte) c);
            body.skip();
            if (c == '"' && !escaped) {
                return;
            }
            // The opening quote counts as an escaped one.
            escaped = c == '\\' && !escaped;
        }
    }

    private void scalar(Spool records) throws IOException, BadPageException {
        while (true) {
            int c = body.peek();
            if (c == END || c == ',' || c == ']' || BodyBytes.isBlank(c)) {
                return;
            }
            if (c == '"' || c == ':' || c == '{' || c == '}' || c == '[') {
                throw body.wrong("something that is no value");
            }
            records.write((byte) c);
            body.skip();
        }
    }

    private void skipByteOrderMark() throws IOException, BadPageException {
        if (body.peek() != BYTE_ORDER_MARK[0]) {
            return;
        }
        for (int expected : BYTE_ORDER_MARK) {
            if (body.peek() != expected) {
                throw BadPageException.malformed("no value where one must stand", body.offset());
            }
            body.skip();
        }
    }
}
