package dev.eider.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A look for one scalar at the top level of a line of JSON, which may be broken. */
final class TopLevelField {
    private final byte[] bytes;
    private final int end;
    private int at;

    TopLevelField(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** The value's text without quotes; empty if there is none. The key is given with its quotes. */
    String text(byte[] key) {
        int depth = 0;
        while (at < end) {
            byte next = bytes[at];
            if (next == '"') {
                int start = at;
                skipString();
                if (depth == 1 && Arrays.equals(bytes, start, at, key, 0, key.length) && isColonNext()) {
                    return scalar();
                }
            } else {
                depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
                at++;
            }
        }
        return "";
    }

    private void skipString() {
        at++;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at = Math.min(end, at + 1);
    }

    private boolean isColonNext() {
        skipBlanks();
        if (at < end && bytes[at] == ':') {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    private String scalar() {
        int start = at;
        if (at < end && bytes[at] == '"') {
            skipString();
            return new String(bytes, start + 1, Math.max(0, at - start - 2), StandardCharsets.UTF_8);
        }
        while (at < end && ",}] \t".indexOf(bytes[at]) < 0) {
            at++;
        }
        return new String(bytes, start, at - start, StandardCharsets.UTF_8);
    }
}
