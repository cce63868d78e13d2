package dev.eider.contract.read;

import dev.eider.contract.Checked;
import dev.eider.contract.Contract;
import dev.eider.contract.Project;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one project, once. Everything is checked first, in files of any state; only where nothing is wrong is anything
 * built.
 */
final class ProjectReader {
    private static final Path FILE = Path.of(ProjectVocabulary.FILE);

    private final Path root;
    private final Problems problems = new Problems();
    private final ProjectFiles files;

    ProjectReader(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.files = new ProjectFiles(this.root, problems);
    }

    Checked<Project> read(Optional<String> environment, Map<String, String> variables) {
        if (!files.exists(ProjectVocabulary.FILE)) {
            problems.add(
                    FILE, At.FILE, "File not found: " + FILE + " (a project's folder holds one: eider init makes it)");
            return new Checked.Bad<>(problems.sorted());
        }
        List<Settings> environments = settings(environment, variables);
        List<DatasetFile> datasets = datasets(Settings.connectionTypes(environments));
        List<SqlFile> dimensions = queries(SqlFile.Kind.DIMENSION);
        List<SqlFile> marts = MartOrder.of(queries(SqlFile.Kind.MART), problems);
        List<SqlFile> audits = queries(SqlFile.Kind.AUDIT);
        List<SqlFile> tables = new ArrayList<>(dimensions);
        tables.addAll(marts);
        CrossCheck cross = new CrossCheck(datasets, tables, problems);
        cross.checkStar();
        cross.checkSettings(environments);
        if (!problems.isEmpty()) {
            return new Checked.Bad<>(problems.sorted());
        }
        Settings chosen = environments.get(0);
        SettingsBuilder settings = new SettingsBuilder(root, chosen);
        ZoneId timezone = settings.timezone();
        List<Contract> contracts =
                datasets.stream().map(d -> DatasetBuilder.build(d, timezone)).toList();
        return new Checked.Good<>(new Project(
                settings.name(),
                chosen.environment(),
                root,
                settings.bucket(),
                settings.storage(),
                settings.retention(),
                timezone,
                settings.maskKey(),
                settings.connections(),
                contracts,
                dimensions.stream().map(SqlBuilder::dimension).toList(),
                marts.stream().map(SqlBuilder::mart).toList(),
                audits.stream().map(SqlBuilder::audit).toList(),
                settings.warehouse(),
                settings.limits(),
                settings.scratch(),
                settings.pushgateway()));
    }

    private List<Settings> settings(Optional<String> environment, Map<String, String> variables) {
        Variables known = Variables.read(files, variables, problems);
        return files.text(FILE)
                .flatMap(text -> YamlText.mapping(FILE, text, problems))
                .map(file -> new Environments(root, file, problems).settings(environment, known))
                .orElse(List.of());
    }

    private List<DatasetFile> datasets(Map<String, SourceKind> connections) {
        SchemaFiles schemas = new SchemaFiles(files, problems);
        List<DatasetFile> datasets = new ArrayList<>();
        for (Path file : files.list("datasets", ".yaml")) {
            files.text(file)
                    .flatMap(text -> YamlText.mapping(file, text, problems))
                    .ifPresent(root -> {
                        new Checker(file, problems, Checker.Quoting.ALL, connections)
                                .check(root, DatasetVocabulary.ROOT);
                        List<SourceEntry> sources = SourceEntry.of(new Block(root), connections).stream()
                                .map(source -> schemas.read(file, source))
                                .toList();
                        DatasetFile dataset = DatasetFile.of(file, root, sources);
                        new DatasetCheck(dataset, problems).check();
                        datasets.add(dataset);
                    });
        }
        return datasets;
    }

    private List<SqlFile> queries(SqlFile.Kind kind) {
        List<SqlFile> queries = new ArrayList<>();
        for (Path file : files.list(kind.folder(), ".sql")) {
            files.text(file)
                    .flatMap(text -> SqlFile.read(file, kind, text, problems))
                    .ifPresent(queries::add);
        }
        return queries;
    }
}
