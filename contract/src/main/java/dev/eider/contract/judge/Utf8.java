package dev.eider.contract.judge;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    /** The position after the sequence that starts with the byte at {@code at}, which is not ASCII; or {@code ~at}. */
    public static int sequence(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return ~at;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (at + length > end) {
            return ~at;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return ~at;
        }
        for (int i = 2; i < length; i++) {
            if (isStart(bytes[at + i])) {
                return ~at;
            }
        }
        return at + length;
    }

    /** Number of code points of valid text. */
    public static int codePoints(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (isStart(bytes[i])) {
                count++;
            }
        }
        return count;
    }

    /** Start of the last {@code count} code points of valid text. */
    public static int lastCodePoints(byte[] bytes, int from, int to, int count) {
        int at = to;
        for (int left = count; left > 0 && at > from; left--) {
            do {
                at--;
            } while (!isStart(bytes[at]));
        }
        return at;
    }

    static void append(int codePoint, TextBuffer into) {
        if (codePoint < 0x80) {
            into.append((byte) codePoint);
        } else if (codePoint < 0x800) {
            into.append((byte) (0xC0 | (codePoint >> 6)));
            into.append(trail(codePoint));
        } else if (codePoint < 0x10000) {
            into.append((byte) (0xE0 | (codePoint >> 12)));
            into.append(trail(codePoint >> 6));
            into.append(trail(codePoint));
        } else {
            into.append((byte) (0xF0 | (codePoint >> 18)));
            into.append(trail(codePoint >> 12));
            into.append(trail(codePoint >> 6));
            into.append(trail(codePoint));
        }
    }

    private static byte trail(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static boolean isStart(byte b) {
        return (b & 0xC0) != 0x80;
    }
}
