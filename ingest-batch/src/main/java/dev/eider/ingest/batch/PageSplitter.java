package dev.eider.ingest.batch;

import dev.eider.contract.FieldPath;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Divides a JSON body into its records, one a line, and its envelope, in one pass and without a tree. A record keeps
 * its own bytes but for line breaks between tokens. Notices every fault of structure outside the records; what a record
 * holds between its brackets is for the validator to judge. Used for one page after the other; not thread-safe.
 */
final class PageSplitter {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int END = -1;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final FieldPath selector;
    private final Limits limits;
    private final Envelope.Reader envelopes;
    private final ElementScanner scanner = new ElementScanner();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final Text envelope = new Text();

    private InputStream body = InputStream.nullInputStream();
    private int at;
    private int end;
    private long base;
    private long count;
    private boolean found;

    /** Bytes whose tail can be looked at. */
    private static final class Text extends ByteArrayOutputStream {
        String since(int start) {
            return new String(buf, start, count - start, StandardCharsets.UTF_8);
        }
    }

    /** A page: how many records went to the spool, and what was around them. */
    record Split(long records, Envelope envelope) {}

    PageSplitter(FieldPath selector, Limits limits) {
        this.selector = selector;
        this.limits = limits;
        this.envelopes = new Envelope.Reader(limits);
    }

    /**
     * Splits a body; the records go to the spool, each with a line feed after it.
     *
     * @throws BadPageException if it is no page: the spool then holds records that must not be used
     */
    Split split(InputStream source, Spool records) throws IOException, BadPageException {
        body = source;
        at = 0;
        end = 0;
        base = 0;
        count = 0;
        found = false;
        envelope.reset();
        skipByteOrderMark();
        skipBlanks();
        if (peek() == END) {
            throw BadPageException.malformed("an empty body", offset());
        }
        if (peek() == '<') {
            throw BadPageException.malformed("markup where JSON must stand", offset());
        }
        find(0, records);
        skipBlanks();
        if (peek() != END) {
            throw BadPageException.malformed("something after the end", offset());
        }
        Envelope read = envelopes.read(envelope.toByteArray());
        if (!found) {
            throw new BadPageException(RejectionCode.NO_RECORDS, "no array of records at " + selector);
        }
        return new Split(count, read);
    }

    /** Copies the value at the current place to the envelope, but for the records where the selector leads. */
    private void find(int level, Spool records) throws IOException, BadPageException {
        int first = peek();
        if (level == selector.members().size()) {
            if (first == '[' && !found) {
                found = true;
                array(records);
            } else {
                boolean isNull = level > 0 && first == 'n';
                copyValue();
                found |= isNull;
            }
        } else if (first == '{') {
            members(level, records);
        } else {
            copyValue();
        }
    }

    private void members(int level, Spool records) throws IOException, BadPageException {
        copy();
        blanks();
        if (peek() == '}') {
            copy();
            return;
        }
        while (true) {
            if (peek() != '"') {
                throw BadPageException.malformed("no name where one must stand", offset());
            }
            boolean leads = name().equals(selector.members().get(level));
            blanks();
            expect(':');
            blanks();
            if (leads) {
                find(level + 1, records);
            } else {
                copyValue();
            }
            blanks();
            if (peek() == '}') {
                copy();
                return;
            }
            expect(',');
            blanks();
        }
    }

    private void array(Spool records) throws IOException, BadPageException {
        copy();
        skipBlanks();
        if (peek() == ']') {
            copy();
            return;
        }
        while (true) {
            long start = records.length();
            element(records);
            checkLength(records.length() - start);
            records.write((byte) '\n');
            count++;
            skipBlanks();
            if (peek() == ']') {
                copy();
                return;
            }
            if (peek() != ',') {
                throw wrong("no comma between records");
            }
            at++;
            skipBlanks();
        }
    }

    private void checkLength(long bytes) throws BadPageException {
        if (bytes > limits.recordBytesMax()) {
            throw new BadPageException(
                    RejectionCode.TOO_LARGE,
                    "a record of more than " + limits.recordBytesMax() + " bytes ends at byte " + offset());
        }
    }

    private void element(Spool records) throws IOException, BadPageException {
        int first = peek();
        if (first == '{' || first == '[') {
            container(records);
        } else if (first == '"') {
            string(records);
        } else if (first == ',' || first == ']' || first == '}' || first == ':' || first == END) {
            throw wrong("no record where one must stand");
        } else {
            scalar(records);
        }
    }

    private void container(Spool records) throws IOException, BadPageException {
        scanner.begin();
        while (true) {
            int from = at;
            at = scanner.scan(block, from, end, base);
            records.write(block, from, at - from);
            switch (scanner.stop()) {
                case DONE -> {
                    return;
                }
                case LINE_BREAK -> at++;
                case END_OF_BLOCK -> {
                    if (!fill()) {
                        throw wrong("a record without its end");
                    }
                }
            }
        }
    }

    private void string(Spool records) throws IOException, BadPageException {
        boolean escaped = false;
        records.write((byte) '"');
        at++;
        while (true) {
            int c = peek();
            if (c == END || c == '\n') {
                throw wrong("a string without its end");
            }
            records.write((byte) c);
            at++;
            if (c == '"' && !escaped) {
                return;
            }
            escaped = c == '\\' && !escaped;
        }
    }

    private void scalar(Spool records) throws IOException, BadPageException {
        while (true) {
            int c = peek();
            if (c == END || c == ',' || c == ']' || isBlank(c)) {
                return;
            }
            if (c == '"' || c == ':' || c == '{' || c == '}' || c == '[') {
                throw wrong("something that is no value");
            }
            records.write((byte) c);
            at++;
        }
    }

    /** Copies a value of the envelope; its inside is checked when the envelope is read. */
    private void copyValue() throws IOException, BadPageException {
        int depth = 0;
        do {
            int c = peek();
            if (c == END) {
                throw wrong("a value without its end");
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
        int c = peek();
        return c != END && c != ',' && c != '}' && c != ']' && !isBlank(c);
    }

    private void copyString() throws IOException, BadPageException {
        copy();
        boolean escaped = false;
        while (true) {
            int c = peek();
            if (c == END) {
                throw wrong("a string without its end");
            }
            copy();
            if (c == '"' && !escaped) {
                return;
            }
            escaped = c == '\\' && !escaped;
        }
    }

    /** Copies a name and tells it. */
    private String name() throws IOException, BadPageException {
        int start = envelope.size();
        copyString();
        return envelopes.unquote(envelope.since(start));
    }

    private void expect(char wanted) throws IOException, BadPageException {
        if (peek() != wanted) {
            throw wrong("no '" + wanted + "' where one must stand");
        }
        copy();
    }

    private void blanks() throws IOException, BadPageException {
        while (isBlank(peek())) {
            copy();
        }
    }

    private void skipBlanks() throws IOException {
        while (isBlank(peek())) {
            at++;
        }
    }

    private void skipByteOrderMark() throws IOException, BadPageException {
        if (peek() != BYTE_ORDER_MARK[0]) {
            return;
        }
        for (int expected : BYTE_ORDER_MARK) {
            if (peek() != expected) {
                throw BadPageException.malformed("no value where one must stand", offset());
            }
            at++;
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private void copy() throws BadPageException {
        if (envelope.size() >= limits.envelopeBytesMax()) {
            throw new BadPageException(
                    RejectionCode.TOO_LARGE,
                    "more than " + limits.envelopeBytesMax() + " bytes around the records at " + selector);
        }
        envelope.write(block[at++]);
    }

    private BadPageException wrong(String what) throws IOException {
        return BadPageException.malformed(peek() == END ? "it ends early" : what, offset());
    }

    private long offset() {
        return base + at;
    }

    private int peek() throws IOException {
        return at < end || fill() ? block[at] & 0xFF : END;
    }

    private boolean fill() throws IOException {
        base += end;
        at = 0;
        end = Math.max(0, body.readNBytes(block, 0, BLOCK_BYTES));
        return end > 0;
    }
}
