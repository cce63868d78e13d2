package dev.eider.contract.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks a source against the connection that it names. */
final class ConnectionCheck {
    private static final List<String> BY_SCHEMA = List.of("avro", "protobuf");

    private final Path file;
    private final Problems problems;

    ConnectionCheck(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    void check(SourceEntry source, Settings settings) {
        Optional<Value.Scalar> name = source.block().scalar("connection");
        if (name.isEmpty()) {
            return;
        }
        String connection = name.get().text();
        if (!settings.connectionNames().contains(connection)) {
            problems.addUnknown(
                    file,
                    name.get().at(),
                    "Connection not found: " + Checker.shorten(connection) + " (name it in eider.yaml)",
                    connection,
                    settings.connectionNames());
            return;
        }
        Optional<SourceKind> type = settings.connectionType(connection);
        if (type.isPresent() && type.get() != source.kind()) {
            problems.add(
                    file,
                    name.get().at(),
                    "Invalid connection: " + connection + " is of type "
                            + type.get().type() + " in environment " + settings.environment() + " ("
                            + source.kind().type() + " in another)");
        } else if (source.isTopic() && !settings.hasRegistry(connection)) {
            checkSchema(source.block(), connection);
        }
    }

    private void checkSchema(Block source, String connection) {
        Optional<Value.Scalar> format = source.scalar("format").filter(f -> BY_SCHEMA.contains(f.text()));
        if (format.isPresent() && source.value("schema_file").isEmpty()) {
            problems.add(
                    file,
                    format.get().at(),
                    "Invalid format: " + format.get().text() + " (it needs a schema_file, or a schema_registry of "
                            + connection + ")");
        }
        source.scalar("key_format")
                .filter(f -> BY_SCHEMA.contains(f.text()))
                .ifPresent(f -> problems.add(
                        file,
                        f.at(),
                        "Invalid key_format: " + f.text() + " (it needs a schema_registry of " + connection + ")"));
    }
}
