package dev.eider.contract.read;

import dev.eider.contract.FieldPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths into a body or a record: {@code $}, {@code $.a.b}, {@code $['a b']}, and into what came with a record:
 * {@code $meta.a}. No wildcards, filters or indices.
 */
final class FieldPaths {
    private static final Pattern STEP =
            Pattern.compile("\\.([\\p{L}_@-][\\p{L}\\p{N}_@-]*)|\\['((?:[^'\\\\]|\\\\['\\\\])+)'\\]");
    private static final Pattern ELSEWHERE = Pattern.compile("\\$(meta|headers)\\b.*");
    private static final Pattern META = Pattern.compile("\\$meta(?![\\p{L}\\p{N}_@-]).*");
    private static final int MEMBERS_MAX = 32;
    private static final int LENGTH_MAX = 1_000;

    private FieldPaths() {}

    static Optional<FieldPath> parse(String text) {
        if (!text.startsWith("$") || text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        List<String> members = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        boolean isMeta = META.matcher(text).matches();
        int at = isMeta ? "$meta".length() : 1;
        while (at < text.length()) {
            step.region(at, text.length());
            if (!step.lookingAt() || members.size() == MEMBERS_MAX) {
                return Optional.empty();
            }
            String plain = step.group(1);
            members.add(plain != null ? plain : step.group(2).replaceAll("\\\\(.)", "$1"));
            at = step.end();
        }
        return Optional.of(new FieldPath(isMeta ? FieldPath.Root.META : FieldPath.Root.RECORD, members));
    }

    /** Checks a path that a contract wrote. */
    static void check(Path file, String key, Value.Scalar path, Problems problems) {
        String text = path.text();
        boolean isMeta = key.equals("from") && META.matcher(text).matches();
        if (!isMeta && ELSEWHERE.matcher(text).matches()) {
            problems.add(file, path.at(), "Not supported yet: " + key + " " + Checker.shorten(text));
        } else if (parse(text).isEmpty()) {
            Optional<String> suggestion =
                    text.matches("[\\p{L}_][\\p{L}\\p{N}_.]*") ? Optional.of("$." + text) : Optional.empty();
            problems.add(
                    file,
                    path.at(),
                    "Invalid " + key + ": " + Checker.shorten(text)
                            + " (a path such as $.a.b or $['a b']; no wildcards, filters or indices)",
                    suggestion);
        }
    }
}
