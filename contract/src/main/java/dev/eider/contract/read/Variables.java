package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of {@code ${NAME}}: those given, then those of a {@code .env} file. Holds secrets: never printed. */
final class Variables {
    private static final Path FILE = Path.of(".env");
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"\\s*(#.*)?|'([^']*)'\\s*(#.*)?");

    private final Map<String, String> values;

    private Variables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Reads {@code .env} if there is one; those given win. */
    static Variables read(ProjectFiles files, Map<String, String> given, Problems problems) {
        Map<String, String> values = new LinkedHashMap<>();
        if (files.exists(FILE.toString())) {
            files.text(FILE).ifPresent(text -> parse(text, values, problems));
        }
        values.putAll(given);
        return new Variables(values);
    }

    /** The value, if there is one that is not empty. */
    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
    }

    private static void parse(String text, Map<String, String> values, Problems problems) {
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.put(matcher.group(1), value(matcher.group(2).strip()));
            } else {
                problems.add(FILE, new At(number, 1), "Invalid line (NAME=value)");
            }
        }
    }

    private static String value(String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            String value = quoted.group(1);
            return value != null ? value : quoted.group(3);
        }
        int comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }
}
