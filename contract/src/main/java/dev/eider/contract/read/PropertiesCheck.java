package dev.eider.contract.read;

import dev.eider.contract.ClientProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks properties of Kafka's clients: none that the program sets itself, and no secret as a literal. */
final class PropertiesCheck {
    private static final String FORMATS = "keys and values are kept as received; source.format says what they are";
    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("bootstrap.servers", "bootstrap_servers says it"),
            Map.entry("group.id", "group_id says it"),
            Map.entry("schema.registry.url", "schema_registry says it"),
            Map.entry("enable.auto.commit", "offsets are committed with the batches that hold them"),
            Map.entry("auto.offset.reset", "a batch begins where the one before ended, or not at all"),
            Map.entry("isolation.level", "records of aborted transactions are never read"),
            Map.entry("transactional.id", "producers are idempotent, without transactions"),
            Map.entry("key.deserializer", FORMATS),
            Map.entry("value.deserializer", FORMATS),
            Map.entry("key.serializer", FORMATS),
            Map.entry("value.serializer", FORMATS));

    /** Who asks a registry, and settings of brokers that count for it too. */
    private static final List<String> REGISTRY = Stream.of(
                    "basic.auth.user.info",
                    "bearer.auth.token",
                    "ssl.truststore.location",
                    "ssl.truststore.type",
                    "ssl.truststore.password",
                    "ssl.truststore.certificates",
                    "ssl.keystore.location",
                    "ssl.keystore.type",
                    "ssl.keystore.password",
                    "ssl.keystore.key",
                    "ssl.keystore.certificate.chain",
                    "ssl.key.password")
            .map(ClientProperties.REGISTRY::concat)
            .toList();

    private PropertiesCheck() {}

    static void check(Path file, Block connection, Problems problems) {
        for (Value.Entry property : connection.entries("properties")) {
            String name = property.key();
            Optional<String> why = Optional.ofNullable(OWN.get(name));
            if (why.isEmpty() && name.startsWith(ClientProperties.REGISTRY) && !REGISTRY.contains(name)) {
                why = Optional.of("one of " + String.join(", ", REGISTRY));
            }
            if (why.isPresent()) {
                problems.add(file, property.keyAt(), "Invalid properties: " + name + " (" + why.get() + ")");
            } else if (property.value() instanceof Value.Scalar value && ClientProperties.isSecret(name)) {
                checkSecret(file, name, value, problems);
            }
        }
    }

    private static void checkSecret(Path file, String name, Value.Scalar value, Problems problems) {
        if (!References.isSecret(value.written())) {
            boolean isLiteral = value.origin() == Value.Origin.LITERAL;
            problems.add(
                    file,
                    value.at(),
                    "Invalid properties: " + name + " is " + (isLiteral ? "a literal" : "more than a reference")
                            + " (a secret is a reference: ${NAME} or ${file:path})");
        } else if (value.origin() == Value.Origin.REFERENCE && value.text().isEmpty()) {
            problems.add(file, value.at(), "Invalid properties: the reference of " + name + " is empty");
        }
    }
}
