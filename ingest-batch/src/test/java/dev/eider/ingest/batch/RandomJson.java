package dev.eider.ingest.batch;

import java.util.Random;

/** Writes random JSON objects, with everything in their strings that could mislead a scanner. */
final class RandomJson {
    private static final String[] PIECES = {
        "a",
        "\\\"",
        "\\\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "é",
        "漢",
        "\uD83D\uDE00",
        "\\n",
        "|",
        "\\u007b",
        "long text here ",
        " "
    };
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\n  ", "\t"};

    private RandomJson() {}

    static String record(Random random) {
        StringBuilder out = new StringBuilder();
        object(random, out, 0);
        return out.toString();
    }

    private static void object(Random random, StringBuilder out, int depth) {
        out.append('{');
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            out.append(i > 0 ? "," : "").append(blank(random));
            string(random, out);
            out.append(blank(random)).append(':').append(blank(random));
            value(random, out, depth + 1);
        }
        out.append(blank(random)).append('}');
    }

    private static void value(Random random, StringBuilder out, int depth) {
        int kind = random.nextInt(depth > 4 ? 3 : 5);
        switch (kind) {
            case 0 -> out.append(random.nextInt());
            case 1 -> string(random, out);
            case 2 -> out.append(random.nextBoolean() ? "true" : "null");
            case 3 -> object(random, out, depth);
            default -> {
                out.append('[');
                int count = random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    out.append(i > 0 ? "," : "");
                    value(random, out, depth + 1);
                }
                out.append(']');
            }
        }
    }

    private static void string(Random random, StringBuilder out) {
        out.append('"');
        int pieces = random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            out.append(PIECES[random.nextInt(PIECES.length)]);
        }
        out.append('"');
    }

    private static String blank(Random random) {
        return BLANKS[random.nextInt(BLANKS.length)];
    }
}
