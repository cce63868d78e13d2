package dev.eider.ingest.batch;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a body, one ahead, read in blocks. Begun anew for each body; not thread-safe. */
final class BodyBytes {
    /** What {@link #peek} tells after the last byte. */
    static final int END = -1;

    private static final int BLOCK_BYTES = 1 << 16;

    private final byte[] block = new byte[BLOCK_BYTES];
    private final ElementScanner scanner = new ElementScanner();
    private InputStream body = InputStream.nullInputStream();
    private int at;
    private int end;
    private long base;

    void begin(InputStream source) {
        body = source;
        at = 0;
        end = 0;
        base = 0;
    }

    /** The next byte, 0 to 255, or {@link #END}; it stays the next. */
    int peek() throws IOException {
        return at < end || fill() ? block[at] & 0xFF : END;
    }

    /** Passes the byte that {@link #peek} told. */
    void skip() {
        at++;
    }

    void skipBlanks() throws IOException {
        while (isBlank(peek())) {
            at++;
        }
    }

    /** Position of the next byte in the body. */
    long offset() {
        return base + at;
    }

    /** Copies the object or array that begins here, without the line breaks between its tokens. */
    void copyContainer(Spool records) throws IOException, BadPageException {
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

    /** What is wrong at this place; at the end of the body, that it ends. */
    BadPageException wrong(String what) throws IOException {
        return BadPageException.malformed(peek() == END ? "it ends early" : what, offset());
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private boolean fill() throws IOException {
        base += end;
        at = 0;
        end = body.readNBytes(block, 0, BLOCK_BYTES);
        return end > 0;
    }
}
