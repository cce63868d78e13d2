package dev.eider.contract.read;

import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks fields that are taken from {@code $meta}, or derived of it. */
final class EnvelopeCheck {
    private static final Map<String, Set<Kind>> KINDS = Map.of(
            "topic", Set.of(Kind.STRING),
            "partition", Set.of(Kind.INTEGER, Kind.BIGINT),
            "offset", Set.of(Kind.BIGINT),
            "timestamp", Set.of(Kind.TIMESTAMP));

    private final DatasetFile dataset;
    private final Problems problems;

    EnvelopeCheck(DatasetFile dataset, Problems problems) {
        this.dataset = dataset;
        this.problems = problems;
    }

    void check() {
        Set<String> needed = new HashSet<>();
        dataset.primaryKey().forEach(key -> needed.add(key.name()));
        dataset.eventTime().ifPresent(time -> needed.add(time.name()));
        dataset.updatedAt().ifPresent(time -> needed.add(time.name()));
        for (FieldEntry field : dataset.fields().values()) {
            field.block().list("from").stream()
                    .findFirst()
                    .filter(path -> FieldPaths.parse(path.text())
                            .filter(FieldPath::isMeta)
                            .isPresent())
                    .ifPresent(path -> checkFrom(field, path));
            if (field.block().value("derive").isPresent()) {
                checkDerive(field);
            }
            boolean isRequired = needed.contains(field.name())
                    || field.block().text("required").filter("true"::equals).isPresent();
            if (isRequired && field.isOfEnvelope() && dataset.topic().isPresent() && !dataset.isTopicOnly()) {
                add(field.at(), "Invalid field: " + field.name() + " is required (records of the API have no $meta)");
            }
        }
    }

    private void checkFrom(FieldEntry field, Value.Scalar path) {
        FieldPath from = FieldPaths.parse(path.text()).orElseThrow();
        String shown = Checker.shorten(path.text());
        String name = from.members().isEmpty() ? "" : from.members().get(0);
        Optional<SourceEntry> topic = dataset.topic();
        if (topic.isEmpty()) {
            boolean isOfTopics = TopicCheck.ENVELOPE.contains(name);
            add(
                    path.at(),
                    isOfTopics
                            ? "Invalid from: " + shown + " (only records of topics have it)"
                            : "Not supported yet: from " + shown);
            return;
        }
        Set<String> names = TopicCheck.names(topic.get().block());
        if (!names.contains(name)) {
            problems.add(
                    dataset.file(),
                    path.at(),
                    "Invalid from: " + shown + " ($meta has " + String.join(", ", names) + ")",
                    Suggestions.nearest(name, names).map(known -> "$meta." + known));
            return;
        }
        if (from.members().size() > 1 && !isDeep(name, topic.get(), from)) {
            String why =
                    name.equals("key") ? "key_format is string" : name.equals("headers") ? "headers are texts" : "";
            add(path.at(), "Invalid from: " + shown + " (it has no members" + (why.isEmpty() ? ")" : ": " + why + ")"));
            return;
        }
        Optional<FieldType> type = field.type();
        Set<Kind> kinds = KINDS.get(name);
        if (kinds != null && type.isPresent() && !kinds.contains(type.get().kind())) {
            Kind kind = kinds.contains(Kind.INTEGER)
                    ? Kind.INTEGER
                    : kinds.iterator().next();
            add(
                    path.at(),
                    "Invalid from: " + shown + " on type " + FieldTypes.name(type.get()) + " (it is of type "
                            + FieldTypes.name(FieldType.of(kind)) + ")");
        }
    }

    private static boolean isDeep(String name, SourceEntry topic, FieldPath from) {
        boolean isHeader = name.equals("headers") && from.members().size() == 2;
        boolean isKey = name.equals("key")
                && !topic.block().text("key_format", "string").equals("string");
        return isHeader || isKey;
    }

    private void checkDerive(FieldEntry field) {
        At at = field.block().at("derive");
        if (field.block().value("from").isPresent()) {
            add(at, "Invalid derive: beside from (a field has one of them)");
        }
        if (dataset.topic().isEmpty()) {
            add(at, "Not supported yet: derive for sources without a topic");
        } else if (DerivedParts.find(field.block().texts("derive")).isEmpty()) {
            add(at, "Not supported yet: derive of other than " + DerivedParts.RULE);
        }
        field.type()
                .filter(type -> type.kind() != Kind.BIGINT)
                .ifPresent(type -> add(at, "Not supported yet: derive on type " + FieldTypes.name(type) + " (bigint)"));
    }

    private void add(At at, String message) {
        problems.add(dataset.file(), at, message);
    }
}
