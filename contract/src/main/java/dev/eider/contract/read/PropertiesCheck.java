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

    private static final String REGISTRY_TLS = "schema.registry.ssl.";

    /** Settings of brokers that count for a registry too. */
    private static final List<String> REGISTRY_TLS_SETTINGS = Stream.of(
                    "truststore.location",
                    "truststore.type",
                    "truststore.password",
                    "truststore.certificates",
                    "keystore.location",
                    "keystore.type",
                    "keystore.password",
                    "keystore.key",
                    "keystore.certificate.chain",
                    "key.password")
            .map(REGISTRY_TLS::concat)
            .toList();

    private PropertiesCheck() {}

    static void check(Path file, Block connection, Problems problems) {
        for (Value.Entry property : connection.entries("properties")) {
            String name = property.key();
            Optional<String> why = name.startsWith(REGISTRY_TLS) && !REGISTRY_TLS_SETTINGS.contains(name)
                    ? Optional.of("one of " + String.join(", ", REGISTRY_TLS_SETTINGS))
                    : Optional.ofNullable(OWN.get(name));
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
