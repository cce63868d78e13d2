package dev.eider.contract.read;

import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.judge.DatePicture;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Checks a field's pictures: that they fit its type, and that no text has two readings. */
final class FormatCheck {
    private static final Set<Kind> MOMENTS = EnumSet.of(Kind.DATE, Kind.TIME, Kind.TIMESTAMP);
    private static final Set<Kind> NUMBERS = EnumSet.of(Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE);

    private static final int MESSAGE_MAX = 200;

    private FormatCheck() {}

    static void check(Path file, Block field, FieldType type, Problems problems) {
        if (field.list("format").isEmpty()) {
            return;
        }
        if (NUMBERS.contains(type.kind())) {
            problems.add(file, field.at("format"), "Not supported yet: format on type " + FieldTypes.name(type));
        } else if (!MOMENTS.contains(type.kind())) {
            problems.add(
                    file,
                    field.at("format"),
                    "Invalid format: on type " + FieldTypes.name(type) + " (only on dates, times and numbers)");
        } else {
            checkPictures(file, field, type, problems);
        }
    }

    private static void checkPictures(Path file, Block field, FieldType type, Problems problems) {
        Map<String, String> seen = new HashMap<>();
        for (Value.Scalar format : field.list("format")) {
            String picture = format.text();
            try {
                DatePicture made = DatePicture.of(picture);
                boolean fits =
                        (type.kind() == Kind.TIME || made.hasDate()) && (type.kind() == Kind.DATE || made.hasTime());
                if (!fits) {
                    problems.add(
                            file,
                            format.at(),
                            "Invalid format: " + Checker.shorten(picture) + " (no whole " + FieldTypes.name(type)
                                    + ")");
                }
            } catch (IllegalArgumentException e) {
                problems.add(file, format.at(), Checker.shorten(String.valueOf(e.getMessage()), MESSAGE_MAX));
                continue;
            }
            String other = seen.putIfAbsent(looks(picture), picture);
            if (other != null) {
                problems.add(
                        file,
                        format.at(),
                        "Invalid format: " + Checker.shorten(picture) + " (a text has two readings, the other by "
                                + Checker.shorten(other) + ")");
            }
        }
    }

    /** What texts of a picture look like, whatever their digits mean. */
    private static String looks(String picture) {
        return picture.replace("%F", "%Y-%m-%d")
                .replace("%T", "%H:%M:%S")
                .replace("%Y", "0000")
                .replaceAll("%[ymdHMS]", "00");
    }
}
