package dev.eider.ingest.batch;

import dev.eider.contract.RejectionCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of one JSON object or array in blocks of bytes, eight at a time where nothing of interest is in them.
 * Looks at brackets and strings only: what stands between them is for the validator to judge. Not thread-safe.
 */
final class ElementScanner {
    /** Levels of nesting beyond which a page is refused as a whole. */
    static final int NESTING_MAX = 1_024;

    /** Why {@link #scan} returned. */
    enum Stop {
        /** The block is used up and the element is not. */
        END_OF_BLOCK,
        /** The element ends before the returned position. */
        DONE,
        /** A line break between tokens stands at the returned position. */
        LINE_BREAK
    }

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = 8;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long LOW_SEVEN = 0x7F * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BLANKS = ' ' * ONES;
    private static final long FROM_OPENING_BRACE = (0x80 - '{') * ONES;
    private static final long BEYOND_CLOSING_BRACE = (0x80 - '}' - 1) * ONES;

    private final long[] kinds = new long[NESTING_MAX / Long.SIZE];
    private int depth;
    private boolean inString;
    private boolean escaped;
    private Stop stop = Stop.END_OF_BLOCK;

    /** Begins a new element; the first byte to scan is its opening bracket. */
    void begin() {
        depth = 0;
        inString = false;
        escaped = false;
    }

    /** Why the last scan returned. */
    Stop stop() {
        return stop;
    }

    /**
     * Goes on until the element ends, a line break must go, or the block is used up.
     *
     * @param base position of the block in the body, for messages
     * @return position in the block up to which bytes belong to the element
     */
    int scan(byte[] block, int from, int end, long base) throws BadPageException {
        int at = from;
        while (at < end) {
            if (!escaped) {
                at = skipWords(block, at, end);
            }
            int wordEnd = Math.min(end, at + WORD);
            while (at < wordEnd) {
                byte c = block[at];
                if (inString) {
                    insideString(c, base + at);
                } else if (c == '\n' || c == '\r') {
                    stop = Stop.LINE_BREAK;
                    return at;
                } else if (outsideString(c, base + at)) {
                    stop = Stop.DONE;
                    return at + 1;
                }
                at++;
            }
        }
        stop = Stop.END_OF_BLOCK;
        return end;
    }

    /** Passes words without brackets, backslashes and control characters; they only open and close strings. */
    private int skipWords(byte[] block, int from, int end) {
        int at = from;
        int quotes = 0;
        while (at <= end - WORD) {
            long word = (long) WORDS.get(block, at);
            long folded = word | BLANKS; // [ \ ] become { | }
            long low = folded & LOW_SEVEN;
            long brackets = (low + FROM_OPENING_BRACE) & ~(low + BEYOND_CLOSING_BRACE) & ~folded;
            long controls = (word - BLANKS) & ~word;
            if (((brackets | controls) & HIGH) != 0) {
                break;
            }
            long difference = word ^ QUOTES;
            quotes += Long.bitCount(~(((difference & LOW_SEVEN) + LOW_SEVEN) | difference | LOW_SEVEN));
            at += WORD;
        }
        inString ^= (quotes & 1) != 0;
        return at;
    }

    private void insideString(byte c, long offset) throws BadPageException {
        if (c == '\n') {
            throw BadPageException.malformed("a line break in a string", offset);
        }
        if (escaped) {
            escaped = false;
        } else if (c == '"') {
            inString = false;
        } else if (c == '\\') {
            escaped = true;
        }
    }

    /** Takes a byte between tokens; true if the element ends with it. */
    private boolean outsideString(byte c, long offset) throws BadPageException {
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> open(c == '{', offset);
            case '}', ']' -> {
                depth--;
                boolean opened = (kinds[depth >> 6] >>> depth & 1) != 0;
                if (opened != (c == '}')) {
                    throw BadPageException.malformed("a closing bracket of the wrong kind", offset);
                }
                return depth == 0;
            }
            default -> {}
        }
        return false;
    }

    private void open(boolean isObject, long offset) throws BadPageException {
        if (depth == NESTING_MAX) {
            throw new BadPageException(
                    RejectionCode.TOO_DEEP, "more than " + NESTING_MAX + " levels of nesting at byte " + offset);
        }
        long bit = 1L << depth;
        if (isObject) {
            kinds[depth >> 6] |= bit;
        } else {
            kinds[depth >> 6] &= ~bit;
        }
        depth++;
    }
}
