package dev.eider.ingest.batch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code Link} headers (RFC 8288) for the target of one relation. */
final class LinkHeader {
    private final String text;
    private int at;

    private LinkHeader(String text) {
        this.text = text;
    }

    /** The first target with {@code rel=next}, as written: it may be relative. */
    static Optional<String> next(List<String> headers) {
        return headers.stream()
                .map(header -> new LinkHeader(header).find("next"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> find(String relation) {
        while (at < text.length()) {
            int open = text.indexOf('<', at);
            int close = open < 0 ? -1 : text.indexOf('>', open);
            if (close < 0) {
                return Optional.empty();
            }
            String target = text.substring(open + 1, close).strip();
            at = close + 1;
            if (hasRelation(relation)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    /** Reads the parameters of one link, up to and with the comma after it; only its first {@code rel} counts. */
    private boolean hasRelation(String relation) {
        Optional<String> relations = Optional.empty();
        while (skipTo(';')) {
            String name = word().toLowerCase(Locale.ROOT);
            String value = "";
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                value = value();
            }
            if (name.equals("rel") && relations.isEmpty()) {
                relations = Optional.of(value);
            }
        }
        return relations.isPresent()
                && List.of(relations.get().toLowerCase(Locale.ROOT).split("\\s+"))
                        .contains(relation);
    }

    /** Passes the separator if it comes next; false at a comma, which is passed, and at the end. */
    private boolean skipTo(char separator) {
        skipBlanks();
        if (at >= text.length()) {
            return false;
        }
        boolean isThere = text.charAt(at) == separator;
        at++;
        return isThere;
    }

    private String value() {
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != '"') {
            return word();
        }
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private String word() {
        skipBlanks();
        int from = at;
        while (at < text.length() && "=;,".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at).strip();
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
