package dev.eider.contract.read;

import dev.eider.contract.FieldType;
import dev.eider.contract.Star;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what files say of each other. */
final class CrossCheck {
    private final List<DatasetFile> datasets;
    private final List<SqlFile> queries;
    private final Problems problems;
    private final Map<String, Declared> tables = new LinkedHashMap<>();

    /**
     * A table of the star.
     *
     * @param isDimension whether facts may refer to it
     * @param naturalKey the field that identifies its members, where it is known
     */
    private record Declared(Path file, At at, boolean isDimension, Optional<FieldEntry> naturalKey) {}

    CrossCheck(List<DatasetFile> datasets, List<SqlFile> queries, Problems problems) {
        this.datasets = datasets;
        this.queries = queries;
        this.problems = problems;
    }

    void checkStar() {
        datasets.forEach(this::declare);
        for (SqlFile query : queries) {
            if (query.kind() != SqlFile.Kind.AUDIT) {
                declare(
                        query.name(),
                        new Declared(
                                query.file(),
                                query.nameAt(),
                                query.kind() == SqlFile.Kind.DIMENSION,
                                Optional.empty()));
            }
        }
        for (DatasetFile dataset : datasets) {
            for (StarDraft.Use use : dataset.star().map(StarDraft::uses).orElse(List.of())) {
                if (use.attributes().isEmpty()) {
                    checkReference(dataset, use);
                }
            }
        }
    }

    /** Checks datasets against what the environments have; all of them, so that none is found broken later. */
    void checkSettings(List<Settings> environments) {
        for (DatasetFile dataset : datasets) {
            for (Settings settings : environments) {
                dataset.sources()
                        .forEach(source -> new ConnectionCheck(dataset.file(), problems).check(source, settings));
                checkMask(dataset, settings);
            }
        }
    }

    private void checkMask(DatasetFile dataset, Settings settings) {
        if (settings.hasMaskKey()) {
            return;
        }
        dataset.fields().values().stream()
                .filter(FieldEntry::isMasked)
                .findFirst()
                .ifPresent(field -> problems.add(
                        dataset.file(),
                        field.block().at("mask"),
                        "Cannot mask " + field.name() + ": no mask_key in eider.yaml (mask_key: ${EIDER_MASK_KEY})"));
    }

    private void declare(DatasetFile dataset) {
        Optional<StarDraft> star = dataset.star();
        if (star.isEmpty()) {
            return;
        }
        StarDraft draft = star.get();
        Optional<FieldEntry> key = draft.naturalKey().flatMap(k -> field(dataset, k));
        declare(draft.table().name(), new Declared(dataset.file(), draft.table().at(), !draft.isFact(), key));
        for (StarDraft.Use use : draft.uses()) {
            boolean isTime = use.table().name().equals(Star.TIME_DIMENSION);
            if (use.attributes().isPresent() && !isTime) {
                declare(
                        use.table().name(),
                        new Declared(dataset.file(), use.table().at(), true, field(dataset, use.field())));
            }
        }
    }

    private void declare(String table, Declared declared) {
        if (table.equals(Star.TIME_DIMENSION)) {
            problems.add(
                    declared.file(),
                    declared.at(),
                    "Invalid table: " + table + " (it comes from event_time by itself)");
            return;
        }
        Declared first = tables.putIfAbsent(table, declared);
        if (first != null) {
            problems.add(
                    declared.file(),
                    declared.at(),
                    "Declared twice: table " + table + " (first in " + first.file() + ", line "
                            + first.at().line() + ")");
        }
    }

    private void checkReference(DatasetFile dataset, StarDraft.Use use) {
        String table = use.table().name();
        if (table.equals(Star.TIME_DIMENSION)) {
            return;
        }
        Declared declared = tables.get(table);
        if (declared == null || !declared.isDimension()) {
            List<String> dimensions = new ArrayList<>();
            tables.forEach((name, other) -> {
                if (other.isDimension()) {
                    dimensions.add(name);
                }
            });
            problems.addUnknown(
                    dataset.file(),
                    use.table().at(),
                    "Dimension not found: " + table + " (declare it in a dataset, or in dimensions/)",
                    table,
                    dimensions);
            return;
        }
        Optional<FieldEntry> field = field(dataset, use.field());
        if (field.isPresent() && declared.naturalKey().isPresent()) {
            checkKeys(dataset, use, field.get(), declared.naturalKey().get());
        }
    }

    /** Tokens of equal values are equal whatever their type; other values join by type. */
    private void checkKeys(DatasetFile dataset, StarDraft.Use use, FieldEntry field, FieldEntry key) {
        String table = use.table().name();
        if (field.isMasked() != key.isMasked()) {
            problems.add(
                    dataset.file(),
                    use.field().at(),
                    "Invalid dimensions: " + field.name() + (field.isMasked() ? " is masked" : " is not masked")
                            + " (the natural key of " + table + " is " + (key.isMasked() ? "masked)" : "not)"));
        }
        Optional<FieldType> type = field.type();
        Optional<FieldType> keyType = key.type();
        boolean isEqual = type.isEmpty() || keyType.isEmpty() || type.get().equals(keyType.get());
        if (!field.isMasked() && !key.isMasked() && !isEqual) {
            problems.add(
                    dataset.file(),
                    use.field().at(),
                    "Invalid dimensions: " + field.name() + " is of type "
                            + type.map(FieldTypes::name).orElse("") + " (the natural key of " + table + " is of type "
                            + keyType.map(FieldTypes::name).orElse("") + ")");
        }
    }

    private static Optional<FieldEntry> field(DatasetFile dataset, Ref ref) {
        return Optional.ofNullable(dataset.fields().get(ref.name()));
    }
}
