package dev.eider.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The names that belong to example projects: datasets, fields, facts, dimensions, marts.
 *
 * <p>A name of several words counts wherever it stands in a literal. A single word, which prose may use as well, counts
 * where it is the whole literal or an identifier in SQL, and never if the platform itself has the word.
 */
final class ExampleNames {
    /** Words of the contract's vocabulary, of the commands and of SQL, whatever an example calls its columns. */
    private static final Set<String> THE_PLATFORMS_OWN = Set.of(
            "batch",
            "boolean",
            "clean",
            "code",
            "column",
            "count",
            "currency",
            "date",
            "day",
            "description",
            "dimension",
            "double",
            "error",
            "errors",
            "event",
            "fact",
            "field",
            "file",
            "hour",
            "id",
            "interval",
            "json",
            "key",
            "level",
            "line",
            "message",
            "month",
            "name",
            "number",
            "owner",
            "page",
            "path",
            "quarter",
            "raw",
            "reason",
            "record",
            "source",
            "stage",
            "status",
            "string",
            "time",
            "timestamp",
            "topic",
            "total",
            "type",
            "value",
            "version",
            "week",
            "year",
            "time_dimension",
            "load_timestamp",
            "event_time",
            "updated_at");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Two words of SQL together: prose has single ones, as in "cannot copy it from there". */
    private static final Pattern SQL = Pattern.compile(
            "\\bselect\\b.*\\bfrom\\b|^\\s*select\\b|\\b(insert|merge)\\s+into\\b|\\bdelete\\s+from\\b|\\bcopy\\s*\\("
                    + "|\\b(create|alter|drop)\\s+(or\\s+replace\\s+)?(temp\\s+|temporary\\s+)?(table|view)\\b"
                    + "|\\b(group|order|partition)\\s+by\\b|\\bjoin\\b.*\\b(on|using)\\b|\\bwhere\\b.*(=|<|>|\\bin\\b|\\bis\\b)"
                    + "|\\bupdate\\b.*\\bset\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Set<String> names;

    ExampleNames(Collection<String> names) {
        this.names = new TreeSet<>(names);
        this.names.removeAll(THE_PLATFORMS_OWN);
    }

    /** The names in {@code examples/}; none if there are no examples. */
    static ExampleNames read(Path examples) throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(examples)) {
            try (Stream<Path> files = Files.walk(examples)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String folder = String.valueOf(file.getParent().getFileName());
                    String name = String.valueOf(file.getFileName());
                    if (folder.equals("datasets") && name.endsWith(".yaml")) {
                        addNamesOfDataset(file, names);
                    } else if (folder.equals("marts") && name.endsWith(".sql")) {
                        names.add(name.substring(0, name.length() - ".sql".length()));
                    }
                }
            }
        }
        return new ExampleNames(names);
    }

    private static void addNamesOfDataset(Path file, Set<String> names) throws IOException {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        if (!(yaml instanceof Map<?, ?> dataset)) {
            throw new IOException("Cannot read names: not a mapping: " + file);
        }
        names.add(String.valueOf(dataset.get("dataset")));
        if (dataset.get("fields") instanceof Map<?, ?> fields) {
            for (Object field : fields.keySet()) {
                names.add(String.valueOf(field));
                names.add("masked_" + field);
            }
        }
        if (dataset.get("star") instanceof Map<?, ?> star) {
            names.add(String.valueOf(star.get("fact")));
            if (star.get("dimensions") instanceof Map<?, ?> dimensions) {
                dimensions.keySet().forEach(dimension -> names.add(String.valueOf(dimension)));
            }
        }
    }

    Set<String> all() {
        return Set.copyOf(names);
    }

    /** The names that the main sources of a module use, each with its file. */
    List<String> usesIn(Path module) {
        Path main = module.resolve("src/main");
        if (!Files.isDirectory(main)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(main)) {
            List<String> uses = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (String name : usesIn(file.toString(), file)) {
                    uses.add(module.getParent().relativize(file) + ": " + name);
                }
            }
            return uses;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> usesIn(String path, Path file) throws IOException {
        if (path.endsWith(".java")) {
            return usesInJava(Files.readString(file));
        }
        return path.endsWith(".sql") ? usesInSql(Files.readString(file)) : Set.of();
    }

    Set<String> usesInJava(String source) {
        Set<String> found = new TreeSet<>();
        for (String literal : SourceText.literalsOfJava(source)) {
            boolean sql = SQL.matcher(literal).find();
            found.addAll(uses(literal, sql));
        }
        return found;
    }

    Set<String> usesInSql(String source) {
        return uses(SourceText.sqlWithoutComments(source), true);
    }

    private Set<String> uses(String text, boolean sql) {
        Set<String> found = new TreeSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String name = word.group();
            boolean telling = name.contains("_") || sql || name.equals(text);
            if (telling && names.contains(name)) {
                found.add(name);
            }
        }
        return found;
    }
}
