package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SQL file: a YAML header in its first comment, then one query.
 *
 * @param sql the query, without a semicolon at its end
 * @param sqlAt the line on which the header ends
 */
record SqlFile(Path file, Kind kind, Block header, String sql, At sqlAt) {
    private static final Pattern OPENING = Pattern.compile("\\A\\s*/\\*\\s*?---[ \\t]*(?=\\R)");
    private static final Pattern CLOSING = Pattern.compile("(?m)^[ \\t]*---\\s*\\*/");

    /** What a folder holds. */
    enum Kind {
        DIMENSION("dimensions", "dimension", SqlVocabulary.DIMENSION),
        MART("marts", "mart", SqlVocabulary.MART),
        AUDIT("audits", "audit", SqlVocabulary.AUDIT);

        private final String folder;
        private final String key;
        private final Section section;

        Kind(String folder, String key, Section section) {
            this.folder = folder;
            this.key = key;
            this.section = section;
        }

        String folder() {
            return folder;
        }

        /** The header's key that names the file's subject. */
        String key() {
            return key;
        }

        Section section() {
            return section;
        }
    }

    /** The file of a text, checked; empty, with a problem, where it has no header. */
    static Optional<SqlFile> read(Path file, Kind kind, String text, Problems problems) {
        Matcher opening = OPENING.matcher(text);
        if (!opening.find()) {
            problems.add(file, At.TOP, "Invalid header: none (a comment comes first: /* ---, then YAML, then --- */)");
            return Optional.empty();
        }
        Matcher closing = CLOSING.matcher(text);
        if (!closing.find(opening.end())) {
            problems.add(file, At.TOP, "Invalid header: no end (a line --- */)");
            return Optional.empty();
        }
        // Blank lines stand for what comes before, so that places are those of the file.
        String before =
                "\n".repeat((int) text.substring(0, opening.end()).lines().count() - 1);
        String yaml = before + text.substring(opening.end(), closing.start());
        At at = new At((int) text.substring(0, closing.end()).lines().count(), 1);
        String sql = trim(text.substring(closing.end()));
        Optional<SqlFile> read = YamlText.mapping(file, yaml, problems)
                .map(header -> new SqlFile(file, kind, new Block(header), sql, at));
        read.ifPresent(sqlFile -> sqlFile.check(problems));
        return read;
    }

    /** The name of what it makes: that of the file. */
    String name() {
        return ProjectFiles.stem(file);
    }

    At nameAt() {
        return header.at(kind.key());
    }

    private void check(Problems problems) {
        new Checker(file, problems, Checker.Quoting.ALL).check(header.mapping(), kind.section());
        header.scalar(kind.key())
                .filter(s -> s.kind() == Value.Kind.TEXT && !s.text().equals(name()))
                .ifPresent(s -> problems.add(
                        file,
                        s.at(),
                        "Invalid " + kind.key() + ": " + Checker.shorten(s.text()) + " (the file's name says "
                                + Checker.shorten(name()) + ")"));
        if (kind == Kind.MART) {
            String materialized = header.text("materialized", "view");
            require("grain", materialized.equals("table") || materialized.equals("incremental"), problems);
            require("event_time", materialized.equals("incremental"), problems);
        }
        SqlText text = new SqlText(sql);
        if (text.isEmpty()) {
            problems.add(file, sqlAt, "Invalid SQL: none after the header (one query)");
        } else if (!text.isQuery()) {
            problems.add(file, sqlAt, "Invalid SQL: no query (it begins with SELECT, WITH or FROM)");
        } else if (text.isSeveral()) {
            problems.add(file, sqlAt, "Invalid SQL: more than one statement (one query)");
        }
    }

    private void require(String key, boolean isNeeded, Problems problems) {
        if (isNeeded && header.value(key).isEmpty()) {
            problems.add(
                    file,
                    header.mapping().at(),
                    "Missing key: " + key + " (required of a mart that is " + header.text("materialized", "") + ")");
        }
    }

    private static String trim(String sql) {
        String trimmed = sql.strip();
        while (trimmed.endsWith(";")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1).strip();
        }
        return trimmed;
    }
}
