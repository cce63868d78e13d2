package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Merges eider.yaml's base with each environment, checks all of them, and resolves the chosen one. */
final class Environments {
    /** The environment of a project that names none. */
    static final String DEFAULT = "default";

    private static final Path FILE = Path.of(ProjectVocabulary.FILE);

    private final Path root;
    private final Value.Mapping file;
    private final Problems problems;
    private final Map<String, Value.Mapping> merged = new LinkedHashMap<>();

    Environments(Path root, Value.Mapping file, Problems problems) {
        this.root = root;
        this.file = file;
        this.problems = problems;
        merge();
    }

    /** Names of the environments that may be chosen. */
    Set<String> names() {
        return merged.keySet();
    }

    /** All environments, the chosen one first and resolved; empty, with a problem, where there is no such one. */
    List<Settings> settings(Optional<String> chosen, Variables variables) {
        Optional<String> name = choose(chosen);
        if (name.isEmpty()) {
            return List.of();
        }
        List<Settings> settings = new ArrayList<>();
        merged.forEach((environment, mapping) -> {
            boolean isChosen = environment.equals(name.get());
            References references =
                    new References(root, FILE, isChosen ? Optional.of(variables) : Optional.empty(), problems);
            Value.Mapping resolved = references.resolve(mapping);
            new Checker(FILE, problems, Checker.Quoting.SAFE).check(resolved, ProjectVocabulary.MERGED);
            new SettingsCheck(FILE, problems).check(new Block(resolved));
            settings.add(isChosen ? 0 : settings.size(), new Settings(environment, new Block(resolved)));
        });
        checkBuckets();
        return settings;
    }

    private void merge() {
        Value.Mapping base = file.without("environments");
        Optional<Value.Entry> section = file.find("environments");
        section.filter(e -> !(e.value() instanceof Value.Mapping))
                .ifPresent(e -> problems.add(
                        FILE, e.value().at(), "Invalid environments: (a mapping: each environment by its name)"));
        boolean isBaseChosen = base.find("default_environment").isEmpty();
        if (isBaseChosen) {
            merged.put(DEFAULT, base);
        }
        if (section.isPresent() && section.get().value() instanceof Value.Mapping environments) {
            environments.entries().forEach(environment -> merge(base, environment));
        }
    }

    private void merge(Value.Mapping base, Value.Entry environment) {
        if (!Words.LABEL.pattern().matcher(environment.key()).matches()) {
            problems.add(
                    FILE,
                    environment.keyAt(),
                    "Invalid name of an environment: " + Checker.shorten(environment.key()) + " (" + Words.LABEL.rule()
                            + ")");
        }
        if (environment.value() instanceof Value.Mapping differences) {
            for (String key : ProjectVocabulary.COMMON) {
                differences
                        .find(key)
                        .ifPresent(e -> problems.add(
                                FILE,
                                e.keyAt(),
                                "Invalid key: " + key + " (the same in every environment: it stands outside)"));
            }
            merged.put(environment.key(), base.mergedWith(differences));
        } else {
            boolean isNothing = environment.value() instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.NULL;
            if (!isNothing) {
                problems.add(
                        FILE, environment.value().at(), "Invalid " + environment.key() + ": (a mapping, or nothing)");
            }
            merged.put(environment.key(), base);
        }
    }

    private Optional<String> choose(Optional<String> chosen) {
        Optional<Value.Scalar> byDefault = new Block(file).scalar("default_environment");
        if (byDefault.isPresent() && !merged.containsKey(byDefault.get().text())) {
            problems.addUnknown(
                    FILE,
                    byDefault.get().at(),
                    "Environment not found: " + Checker.shorten(byDefault.get().text()),
                    byDefault.get().text(),
                    merged.keySet());
            return chosen.filter(merged::containsKey);
        }
        String name = chosen.or(() -> byDefault.map(Value.Scalar::text)).orElse(DEFAULT);
        if (!merged.containsKey(name)) {
            At at = file.find("environments").map(Value.Entry::keyAt).orElse(At.FILE);
            problems.addUnknown(FILE, at, "Environment not found: " + Checker.shorten(name), name, merged.keySet());
            return Optional.empty();
        }
        return Optional.of(name);
    }

    /** Two environments with one bucket would overwrite each other's zones. */
    private void checkBuckets() {
        Map<String, String> seen = new LinkedHashMap<>();
        merged.forEach((environment, mapping) -> {
            String bucket = bucket(new Block(mapping));
            for (Map.Entry<String, String> other : seen.entrySet()) {
                if (bucket.startsWith(other.getKey()) || other.getKey().startsWith(bucket)) {
                    problems.add(
                            FILE,
                            new Block(mapping).at("bucket"),
                            "Invalid bucket: environments " + other.getValue() + " and " + environment
                                    + " share it (each has its own)");
                }
            }
            seen.put(bucket, environment);
        });
    }

    private static String bucket(Block mapping) {
        String bucket = mapping.text("bucket", SettingsBuilder.BUCKET);
        String plain = bucket.contains("://") || bucket.contains("${")
                ? bucket
                : Path.of(bucket).normalize().toString();
        return plain.endsWith("/") ? plain : plain + "/";
    }
}
