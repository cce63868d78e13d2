package dev.eider.contract.read;

import dev.eider.contract.Source.SchemaFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the schemas that stand beside contracts. */
final class SchemaFiles {
    private static final Map<String, String> ENDINGS = Map.of("avro", ".avsc", "protobuf", ".proto", "json", ".json");

    private final ProjectFiles files;
    private final Problems problems;

    SchemaFiles(ProjectFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The source with its schema, if it names one that can be read. */
    SourceEntry read(Path contract, SourceEntry source) {
        Optional<Value.Scalar> name = source.block()
                .scalar("schema_file")
                .filter(s -> source.isTopic())
                .filter(s -> Words.BESIDE.pattern().matcher(s.text()).matches());
        if (name.isEmpty()) {
            return source;
        }
        String format = source.block().text("format", "json");
        String ending = ENDINGS.getOrDefault(format, "");
        if (!name.get().text().endsWith(ending)) {
            problems.add(
                    contract,
                    name.get().at(),
                    "Invalid schema_file: " + name.get().text() + " (of format " + format + " it ends in " + ending
                            + ")");
            return source;
        }
        Path file = contract.resolveSibling(name.get().text());
        if (!files.exists(file.toString())) {
            problems.add(contract, name.get().at(), "File not found: " + file + " (it stands beside the contract)");
            return source;
        }
        return files.text(file)
                .map(text -> source.withSchema(new SchemaFile(name.get().text(), text)))
                .orElse(source);
    }
}
