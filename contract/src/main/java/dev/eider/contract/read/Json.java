package dev.eider.contract.read;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truths as JSON, two blanks a level. */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String of(Object value) {
        Json json = new Json();
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(Object value, int level) {
        if (value instanceof Map<?, ?> map) {
            object(map, level);
        } else if (value instanceof List<?> list) {
            array(list, level);
        } else if (value instanceof String text) {
            text(text);
        } else {
            out.append(value);
        }
    }

    private void object(Map<?, ?> map, int level) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            line(level + 1);
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            value(entry.getValue(), level + 1);
            separator = ",";
        }
        line(level);
        out.append('}');
    }

    private void array(List<?> list, int level) {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            value(item, level);
            separator = ", ";
        }
        out.append(']');
    }

    private void line(int level) {
        out.append('\n').append("  ".repeat(level));
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
