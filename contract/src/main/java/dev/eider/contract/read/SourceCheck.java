package dev.eider.contract.read;

import dev.eider.contract.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what a source says beyond its structure. */
final class SourceCheck {
    /** Names whose values are secrets wherever they stand. */
    static final Pattern SECRET =
            Pattern.compile("(proxy-)?authorization|cookie|(x-)?(api[-_]?key|auth[-_]?token|access[-_]?token|token)"
                    + "|password|secret|client[-_]secret");

    private static final int MESSAGE_MAX = 200;
    private static final Set<String> DOTS = Set.of(".", "..");

    private final Path file;
    private final Problems problems;

    SourceCheck(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    void check(Block source) {
        boolean isIncremental = source.value("incremental").isPresent();
        source.scalar("path").ifPresent(path -> {
            checkTemplate(path, isIncremental);
            checkPath(path);
        });
        checkNamed(source, "params", isIncremental);
        checkNamed(source, "headers", isIncremental);
        source.scalar("data_selector").ifPresent(p -> FieldPaths.check(file, "data_selector", p, problems));
        source.scalar("total_path").ifPresent(p -> FieldPaths.check(file, "total_path", p, problems));
        source.block("paginator")
                .flatMap(paginator -> paginator.scalar("cursor_path"))
                .ifPresent(p -> FieldPaths.check(file, "cursor_path", p, problems));
        source.block("incremental")
                .flatMap(incremental -> incremental.scalar("start"))
                .filter(start -> Words.DAY.pattern().matcher(start.text()).matches())
                .filter(start -> !EnumValues.isDate(start.text()))
                .ifPresent(
                        start -> problems.add(file, start.at(), "Invalid start: " + start.text() + " (no such day)"));
    }

    private void checkPath(Value.Scalar path) {
        boolean isUp = false;
        for (String segment : path.text().split("/", -1)) {
            isUp |= DOTS.contains(segment);
        }
        if (isUp || path.text().startsWith("//")) {
            problems.add(
                    file,
                    path.at(),
                    "Invalid path: " + Checker.shorten(path.text())
                            + " (below base_url: no // at its start, no . or ..)");
        }
    }

    private void checkNamed(Block source, String key, boolean isIncremental) {
        for (Value.Entry entry : source.entries(key)) {
            if (!(entry.value() instanceof Value.Scalar scalar)) {
                continue;
            }
            if (SECRET.matcher(entry.key().toLowerCase(Locale.ROOT)).matches()) {
                problems.add(
                        file,
                        entry.keyAt(),
                        "Invalid " + key + ": " + entry.key()
                                + " (a contract holds no secret: use auth in eider.yaml)");
                continue;
            }
            if (scalar.text().chars().anyMatch(Character::isISOControl)) {
                problems.add(file, scalar.at(), "Invalid " + key + ": " + entry.key() + " (no control characters)");
            }
            checkTemplate(scalar, isIncremental);
        }
    }

    private void checkTemplate(Value.Scalar scalar, boolean isIncremental) {
        if (DatasetCheck.REFERENCE.matcher(scalar.text()).find()) {
            return;
        }
        List<String> found = Template.problems(scalar.text());
        found.forEach(message -> problems.add(file, scalar.at(), Checker.shorten(message, MESSAGE_MAX)));
        if (found.isEmpty() && !isIncremental && Template.of(scalar.text()).needsInterval()) {
            problems.add(
                    file,
                    scalar.at(),
                    "Invalid placeholder: " + Checker.shorten(scalar.text())
                            + " (there is no interval without incremental)");
        }
    }
}
