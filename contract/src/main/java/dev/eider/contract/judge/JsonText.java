package dev.eider.contract.judge;

/**
 * Strings of JSON text. What was read last stands in {@link #bytes()} between {@link #from()} and {@link #to()}: the
 * caller's own buffer where nothing was escaped, else the decoded text. Not thread-safe.
 */
public final class JsonText {
    private static final byte[] NO_BYTES = {};

    private final TextBuffer decoded;
    private byte[] bytes = NO_BYTES;
    private int from;
    private int to;
    private boolean inPlace;

    /**
     * A reader of strings.
     *
     * @param decoded takes the texts of strings with escapes
     */
    public JsonText(TextBuffer decoded) {
        this.decoded = decoded;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** Whether the text stands in the caller's buffer as it is. */
    public boolean isInPlace() {
        return inPlace;
    }

    /** Reads a string whose opening quote stands before {@code start}. */
    public int read(byte[] text, int start, int end) {
        int at = Words.plainUntil(text, start, end);
        if (at < end && text[at] == '"') {
            bytes = text;
            from = start;
            to = at;
            inPlace = true;
            return at + 1;
        }
        return readSpecial(text, start, at, end);
    }

    /** As {@link #read}, without keeping what it says. */
    public int skip(byte[] text, int start, int end) {
        int before = decoded.size();
        int after = read(text, start, end);
        decoded.rewind(before);
        return after;
    }

    private int readSpecial(byte[] text, int start, int special, int end) {
        int decodedFrom = decoded.size();
        int run = start;
        int at = special;
        while (at < end && text[at] != '"') {
            if (text[at] < 0) {
                at = Utf8.sequence(text, at, end);
            } else if (text[at] == '\\') {
                decoded.append(text, run, at);
                at = escape(text, at, end);
                run = at;
            } else {
                return ~at;
            }
            if (at < 0) {
                return at;
            }
            at = Words.plainUntil(text, at, end);
        }
        if (at >= end) {
            return ~end;
        }
        keep(text, start, run, at, decodedFrom);
        return at + 1;
    }

    private void keep(byte[] text, int start, int run, int closing, int decodedFrom) {
        inPlace = run == start;
        if (inPlace) {
            bytes = text;
            from = start;
            to = closing;
        } else {
            decoded.append(text, run, closing);
            bytes = decoded.bytes();
            from = decodedFrom;
            to = decoded.size();
        }
    }

    private int escape(byte[] text, int backslash, int end) {
        if (backslash + 1 >= end) {
            return ~end;
        }
        byte plain;
        switch (text[backslash + 1]) {
            case '"', '\\', '/' -> plain = text[backslash + 1];
            case 'b' -> plain = '\b';
            case 'f' -> plain = '\f';
            case 'n' -> plain = '\n';
            case 'r' -> plain = '\r';
            case 't' -> plain = '\t';
            case 'u' -> {
                return codePoint(text, backslash, end);
            }
            default -> {
                return ~(backslash + 1);
            }
        }
        decoded.append(plain);
        return backslash + 2;
    }

    /** A surrogate alone names no character and has no UTF-8: the text is refused. */
    private int codePoint(byte[] text, int backslash, int end) {
        int unit = hex4(text, backslash + 2, end);
        if (unit < 0) {
            return unit;
        }
        int after = backslash + 6;
        if (!Character.isSurrogate((char) unit)) {
            Utf8.append(unit, decoded);
            return after;
        }
        if (Character.isLowSurrogate((char) unit)) {
            return ~backslash;
        }
        if (after + 1 >= end || text[after] != '\\' || text[after + 1] != 'u') {
            return ~backslash;
        }
        int low = hex4(text, after + 2, end);
        if (low < 0) {
            return low;
        }
        if (!Character.isLowSurrogate((char) low)) {
            return ~backslash;
        }
        Utf8.append(Character.toCodePoint((char) unit, (char) low), decoded);
        return after + 6;
    }

    private static int hex4(byte[] text, int start, int end) {
        int value = 0;
        for (int at = start; at < start + 4; at++) {
            int digit = at < end ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                return ~at;
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}
