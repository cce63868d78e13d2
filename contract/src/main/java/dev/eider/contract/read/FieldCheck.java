package dev.eider.contract.read;

import com.google.re2j.PatternSyntaxException;
import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks what one field says beyond its structure: that its rules fit its type and each other. */
final class FieldCheck {
    private static final Set<Kind> NUMBERS = EnumSet.of(Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE);
    private static final int PATTERN_LENGTH_MAX = 1_000;

    private final Path file;
    private final Problems problems;

    FieldCheck(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    void check(FieldEntry field) {
        Block block = field.block();
        Optional<Value.Scalar> written = block.scalar("type").filter(s -> s.kind() == Value.Kind.TEXT);
        Optional<FieldType> type = field.type();
        if (written.isPresent() && type.isEmpty()) {
            FieldTypes.report(file, written.get(), problems);
        }
        checkFrom(block);
        checkPattern(block);
        type.ifPresent(t -> checkRules(block, t));
        checkOrder(block, "minimum", "maximum");
        checkOrder(block, "min_length", "max_length");
    }

    private void checkFrom(Block block) {
        if (block.list("from").size() > 1) {
            problems.add(file, block.at("from"), "Not supported yet: from as a list");
            return;
        }
        block.list("from").forEach(path -> FieldPaths.check(file, "from", path, problems));
    }

    private void checkPattern(Block block) {
        Optional<Value.Scalar> pattern = block.scalar("pattern").filter(s -> s.kind() == Value.Kind.TEXT);
        if (pattern.isEmpty()) {
            return;
        }
        if (pattern.get().text().length() > PATTERN_LENGTH_MAX) {
            problems.add(file, pattern.get().at(), "Invalid pattern: too long (at most " + PATTERN_LENGTH_MAX + ")");
            return;
        }
        try {
            com.google.re2j.Pattern.compile(pattern.get().text());
        } catch (PatternSyntaxException e) {
            problems.add(
                    file,
                    pattern.get().at(),
                    "Invalid pattern: " + Checker.shorten(pattern.get().text()) + " (RE2: " + e.getDescription() + ")");
        }
    }

    private void checkRules(Block block, FieldType type) {
        for (String key : new String[] {"minimum", "maximum"}) {
            if (!NUMBERS.contains(type.kind())) {
                refuse(block, key, type, "numbers");
            }
        }
        for (String key : new String[] {"pattern", "min_length", "max_length"}) {
            if (type.kind() != Kind.STRING) {
                refuse(block, key, type, "strings");
            }
        }
        FormatCheck.check(file, block, type, problems);
        Set<String> seen = new HashSet<>();
        for (Value.Scalar value : block.list("enum")) {
            Optional<String> canonical = EnumValues.canonical(value, type);
            if (canonical.isEmpty()) {
                problems.add(
                        file,
                        value.at(),
                        "Invalid enum: " + Checker.shorten(value.written()) + " (" + EnumValues.rule(type) + ")");
            } else if (!seen.add(canonical.get())) {
                problems.add(file, value.at(), "Invalid enum: " + Checker.shorten(value.written()) + " (named twice)");
            }
        }
    }

    private void refuse(Block block, String key, FieldType type, String of) {
        block.scalar(key)
                .ifPresent(s -> problems.add(
                        file,
                        s.at(),
                        "Invalid " + key + ": on type " + FieldTypes.name(type) + " (only on " + of + ")"));
    }

    private void checkOrder(Block block, String low, String high) {
        Optional<BigDecimal> least = block.text(low).flatMap(Scalars::decimal);
        Optional<BigDecimal> most = block.text(high).flatMap(Scalars::decimal);
        if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
            problems.add(
                    file,
                    block.at(low),
                    "Invalid " + low + ": " + least.get().toPlainString() + " (more than " + high + ": "
                            + most.get().toPlainString() + ")");
        }
    }
}
