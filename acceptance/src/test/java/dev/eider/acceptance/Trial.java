package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.cli.Console;
import dev.eider.cli.Main;
import dev.eider.cli.Surroundings;
import dev.eider.contract.Checked;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import dev.eider.contract.Project;
import dev.eider.contract.read.Contracts;
import dev.eider.sandbox.kafka.SchemaRegistry;
import dev.eider.sandbox.kafka.SharedBroker;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.ErrorReader;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Nonces;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A project's folder, and the program run on it in this process as its user runs it. */
final class Trial {
    static final String TOKEN = "t0ken-of-the-trial";

    private final Path root;
    private final Map<String, String> variables = new HashMap<>();
    private final Nonces nonces = Nonces.seeded(7);
    private Instant now = Instant.parse("2025-02-01T12:00:00Z");
    private Path readers;
    private boolean terminal;
    private UnaryOperator<Bucket> wrapping = UnaryOperator.identity();

    /** How a command ended and what it wrote. */
    record Answer(int status, String out, String err) {
        String all() {
            return out + err;
        }
    }

    private Trial(Path root) {
        this.root = root;
        this.readers = data().resolve("warehouse/current");
        variables.put("EIDER_MASK_KEY", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        variables.put("BANK_TOKEN", TOKEN);
        variables.put("BANK_URL", "http://127.0.0.1:9");
        variables.put("NO_COLOR", "1");
    }

    /** A copy of a project of these tests. */
    static Trial of(String project, Path folder) throws IOException {
        return copy(House.ACCEPTANCE.path().resolve("src/test/projects").resolve(project), folder);
    }

    /** A project with an API, and with topics of the broker that tests share, whose schemas are in the registry. */
    static Trial ofFormats(Path folder, SchemaRegistry registry) throws IOException {
        return of("formats", folder)
                .with("BROKER", SharedBroker.bootstrap())
                .with("REGISTRY", registry.url().toString())
                .with("GROUP", "formats-" + System.nanoTime());
    }

    /** A copy of an example that users copy, with a mask key. */
    static Trial ofExample(String example, Path folder) throws IOException {
        Trial trial = copy(House.root().resolve("examples").resolve(example), folder);
        trial.write(".secrets/mask_key", trial.variables.get("EIDER_MASK_KEY"));
        return trial;
    }

    /** A folder with nothing in it. */
    static Trial empty(Path folder) {
        return new Trial(folder);
    }

    private static Trial copy(Path model, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path target = folder.resolve(model.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return new Trial(folder);
    }

    Trial with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Reads this API from now on. */
    Trial reading(URI api) {
        return with("BANK_URL", api.toString());
    }

    Trial at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    /** Writes to a terminal from now on. */
    Trial onTerminal() {
        terminal = true;
        return this;
    }

    /** Wraps the project's bucket from now on. */
    Trial over(UnaryOperator<Bucket> bucket) {
        wrapping = bucket;
        return this;
    }

    /** Looks for what is published in this folder of the project from now on. */
    Trial readersAt(String current) {
        readers = root.resolve(current);
        return this;
    }

    /** Writes a file of the project. */
    Trial write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }

    /** Changes a file of the project; the old text must be there. */
    Trial replace(String file, String old, String text) throws IOException {
        String before = Files.readString(root.resolve(file));
        if (!before.contains(old)) {
            throw new IllegalArgumentException("Not in " + file + ": " + old);
        }
        return write(file, before.replace(old, text));
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    /** Runs a command on this project. */
    Answer run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-C", root.toString()));
        return say(arguments.toArray(String[]::new));
    }

    /** Runs a command that must succeed. */
    Answer succeed(String... command) {
        Answer answer = run(command);
        assertThat(answer.status()).as(answer.all()).isZero();
        return answer;
    }

    /** Runs the program with these arguments alone. */
    Answer say(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                variables);
        int status = Main.run(
                new Surroundings(
                        console,
                        Map.copyOf(variables),
                        Clock.fixed(now, ZoneOffset.UTC),
                        nonces,
                        wrapping,
                        Progress.NONE),
                arguments);
        return new Answer(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Rows of a query on what readers see, cells parted by bars. */
    List<String> published(String sql) {
        return Duck.query(readers.resolve("warehouse.duckdb"), sql);
    }

    /** Whether readers see anything. */
    boolean isPublished() {
        return Files.exists(readers.resolve("warehouse.duckdb"));
    }

    /** Rows of a query on the clean files of a dataset that the bucket holds, which the query calls {@code clean}. */
    List<String> clean(String dataset, String sql) {
        String files = data().resolve("staging/clean/*/" + dataset + "_clean-*.parquet")
                .toString();
        return Duck.query("WITH clean AS (FROM read_parquet('" + files + "')) " + sql);
    }

    /** Rows of the clean files of a dataset, with the fields of its contract, sorted. */
    List<String> rows(String dataset) throws EiderException {
        List<String> columns = contract(dataset).fields().stream()
                .map(field -> '"' + field.name() + '"')
                .toList();
        return clean(dataset, "SELECT " + String.join(", ", columns) + " FROM clean ORDER BY ALL");
    }

    /** The error records of a dataset that the bucket holds. */
    List<ErrorRecord> errors(String dataset) throws Exception {
        Bucket bucket = Buckets.folder(data());
        List<ErrorRecord> errors = new ArrayList<>();
        for (ObjectKey key : bucket.list("staging/error/", "", 100_000)) {
            if (key.name().startsWith(dataset + "_errors-")) {
                try (ErrorReader reader = ErrorReader.open(bucket, key, Limits.defaults())) {
                    for (Optional<ErrorRecord> e = reader.next(); e.isPresent(); e = reader.next()) {
                        errors.add(e.get());
                    }
                }
            }
        }
        return errors;
    }

    /** A contract of the project. */
    Contract contract(String dataset) throws EiderException {
        Checked<Project> checked = Contracts.read(root, Optional.empty(), variables);
        if (checked instanceof Checked.Good<Project> good) {
            return good.value().dataset(new DatasetName(dataset)).orElseThrow();
        }
        throw new IllegalArgumentException(checked.toString());
    }

    /** Regular files below a folder of the project, sorted. */
    List<Path> files(String below) throws IOException {
        Path folder = root.resolve(below);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The one file below a folder whose path holds the text. */
    Path file(String below, String text) throws IOException {
        List<Path> found = files(below).stream()
                .filter(file -> file.toString().contains(text))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("Not one file with " + text + ": " + found);
        }
        return found.get(0);
    }

    /** Writes over a file, also one that the program protects. */
    static void overwrite(Path file, byte[] bytes) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.write(file, bytes);
    }
}
