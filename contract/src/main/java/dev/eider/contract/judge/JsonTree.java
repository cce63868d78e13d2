package dev.eider.contract.judge;

import java.util.Arrays;

/**
 * Whole values of JSON text, read for their grammar, names and limits only. Works without recursion, whatever the
 * nesting; not thread-safe.
 */
public final class JsonTree {
    private final JsonText strings;
    private final JsonNumber numbers;
    private final NameSet names;
    private final Notes notes;
    private final int depthMax;
    private final int nameBytesMax;
    private final int numberBytesMax;

    /** One bit a level: whether it is an object. */
    private long[] kinds = new long[1];
    /** Numbers of the open objects, as deep as nesting is allowed. */
    private final int[] objects;

    private int opened;

    /**
     * A reader of values.
     *
     * @param strings shared with the caller, as are {@code numbers} and {@code notes}
     * @param decoded takes names with escapes, which stay until {@link #restart()}
     */
    public JsonTree(
            JsonText strings,
            JsonNumber numbers,
            TextBuffer decoded,
            Notes notes,
            int depthMax,
            int nameBytesMax,
            int numberBytesMax) {
        this.strings = strings;
        this.numbers = numbers;
        this.notes = notes;
        this.names = new NameSet(decoded);
        this.depthMax = depthMax;
        this.nameBytesMax = nameBytesMax;
        this.numberBytesMax = numberBytesMax;
        this.objects = new int[depthMax + 1];
    }

    /** Forgets the names of the record before. */
    public void restart() {
        names.clear();
        opened = 0;
    }

    /** A number for an object whose names {@link #name} shall keep apart. */
    public int openObject() {
        return opened++;
    }

    /** The position of the first byte that is no blank. */
    public static int blanks(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] <= ' ' && isBlank(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Reads a value that stands {@code depth} levels deep. */
    public int skip(byte[] text, int from, int end, int depth) {
        int level = 0;
        int at = from;
        while (true) {
            byte c = at < end ? text[at] : 0;
            if (c == '{' || c == '[') {
                push(level++, c == '{', at, depth);
                at = blanks(text, at + 1, end);
                boolean isEmpty = at < end && text[at] == c + 2;
                if (!isEmpty) {
                    at = c == '{' ? name(text, at, end, object(level, depth)) : at;
                    if (at < 0) {
                        return at;
                    }
                    continue;
                }
            } else {
                at = scalar(text, at, end);
            }
            while (at >= 0 && level > 0) {
                at = blanks(text, at, end);
                boolean inObject = isObject(level - 1);
                byte next = at < end ? text[at] : 0;
                if (next == ',') {
                    at = blanks(text, at + 1, end);
                    at = inObject ? name(text, at, end, object(level, depth)) : at;
                    break;
                }
                if (next != (inObject ? '}' : ']')) {
                    return ~at;
                }
                level--;
                at++;
            }
            if (at < 0 || level == 0) {
                return at;
            }
        }
    }

    private void push(int level, boolean isObject, int at, int depth) {
        if (level >>> 6 == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * kinds.length);
        }
        if (isObject) {
            kinds[level >>> 6] |= 1L << level;
        } else {
            kinds[level >>> 6] &= ~(1L << level);
        }
        int deep = depth + level + 1;
        if (deep > depthMax) {
            notes.note(Notes.Kind.TOO_DEEP, at);
        } else {
            objects[deep] = isObject ? openObject() : -1;
        }
    }

    private boolean isObject(int level) {
        return (kinds[level >>> 6] & (1L << level)) != 0;
    }

    private int object(int level, int depth) {
        return depth + level <= depthMax ? objects[depth + level] : -1;
    }

    /** Reads a member's name, which no other of the object may have, with its colon and the blanks behind. */
    private int name(byte[] text, int from, int end, int object) {
        if (from >= end || text[from] != '"') {
            return ~from;
        }
        int at = strings.read(text, from + 1, end);
        if (at < 0) {
            return at;
        }
        noteName(text, from, object);
        return colon(text, at, end);
    }

    /** Keeps the name that was read last; notes one that is too long, or that the object has already. */
    public void noteName(byte[] text, int at, int object) {
        if (strings.to() - strings.from() > nameBytesMax) {
            notes.note(Notes.Kind.NAME_TOO_LONG, at);
        }
        if (object >= 0 && !names.add(object, text, strings)) {
            notes.note(Notes.Kind.DUPLICATE_KEY, at);
        }
    }

    /** Reads a colon and the blanks around it. */
    public static int colon(byte[] text, int from, int end) {
        int at = blanks(text, from, end);
        return at < end && text[at] == ':' ? blanks(text, at + 1, end) : ~at;
    }

    private int scalar(byte[] text, int at, int end) {
        if (at >= end) {
            return ~at;
        }
        return switch (text[at]) {
            case '"' -> strings.skip(text, at + 1, end);
            case 't', 'f', 'n' -> literal(text, at, end);
            default -> number(text, at, end);
        };
    }

    /** Reads a number and notes one that is too long. */
    public int number(byte[] text, int at, int end) {
        int after = numbers.read(text, at, end);
        if (!allowsNumber(after - at)) {
            notes.note(Notes.Kind.NUMBER_TOO_LONG, at);
        }
        return after;
    }

    /** Whether a number may have that many characters. */
    public boolean allowsNumber(int length) {
        return length <= numberBytesMax;
    }

    /** Reads {@code true}, {@code false} or {@code null}, by its first byte. */
    public static int literal(byte[] text, int at, int end) {
        return switch (text[at]) {
            case 't' -> word("true", text, at, end);
            case 'f' -> word("false", text, at, end);
            case 'n' -> word("null", text, at, end);
            default -> ~at;
        };
    }

    private static int word(String word, byte[] text, int from, int end) {
        for (int i = 0; i < word.length(); i++) {
            if (from + i >= end || text[from + i] != word.charAt(i)) {
                return ~(from + i);
            }
        }
        return from + word.length();
    }

    /** Appends a valid value without the blanks between its tokens. */
    public static void compact(byte[] text, int from, int to, TextBuffer into) {
        int at = from;
        while (at < to) {
            int run = at;
            while (at < to && !(text[at] <= ' ' && isBlank(text[at]))) {
                at = text[at] == '"' ? closing(text, at + 1) + 1 : at + 1;
            }
            into.append(text, run, at);
            at = blanks(text, at, to);
        }
    }

    private static int closing(byte[] text, int from) {
        int at = from;
        while (text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        return at;
    }
}
