package dev.eider.contract.read;

import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Star;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a star section against its dataset's fields. */
final class StarCheck {
    private static final Set<Kind> MEASURES = EnumSet.of(Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE);
    private static final Set<Kind> NO_KEYS = EnumSet.of(Kind.DOUBLE, Kind.JSON);
    private static final List<String> OF_FACTS = List.of("dimensions", "measures");
    private static final List<String> OF_DIMENSIONS = List.of("natural_key", "history");

    private final DatasetFile dataset;
    private final Path file;
    private final Problems problems;

    StarCheck(DatasetFile dataset, Problems problems) {
        this.dataset = dataset;
        this.file = dataset.file();
        this.problems = problems;
    }

    void check() {
        Optional<Block> star = dataset.root().block("star");
        if (star.isEmpty()) {
            return;
        }
        boolean isFact = star.get().value("fact").isPresent();
        boolean isDimension = star.get().value("dimension").isPresent();
        if (isFact == isDimension) {
            problems.add(
                    file,
                    star.get().mapping().at(),
                    "Invalid star: " + (isFact ? "both" : "neither") + " fact and dimension (one of them)");
            return;
        }
        for (String key : isFact ? OF_DIMENSIONS : OF_FACTS) {
            star.get()
                    .mapping()
                    .find(key)
                    .ifPresent(entry -> problems.add(
                            file, entry.keyAt(), "Invalid " + key + ": only of a " + (isFact ? "dimension" : "fact")));
        }
        dataset.star().ifPresent(draft -> {
            if (draft.isFact()) {
                checkFact(draft);
            } else {
                checkDimension(draft, star.get());
            }
        });
    }

    private void checkFact(StarDraft fact) {
        for (Ref key : dataset.primaryKey()) {
            FieldEntry field = dataset.fields().get(key.name());
            if (field != null && field.isMasked()) {
                problems.add(file, key.at(), "Not supported yet: a masked primary_key of a fact, " + key.name());
            }
        }
        for (Ref measure : fact.measures()) {
            Names.find(dataset, measure, problems).ifPresent(field -> checkMeasure(measure, field));
        }
        fact.attributes().forEach(a -> Names.find(dataset, a, problems));
        fact.uses().forEach(this::checkUse);
        checkColumns(fact);
    }

    private void checkMeasure(Ref measure, FieldEntry field) {
        if (field.isMasked()) {
            problems.add(file, measure.at(), "Invalid measures: " + measure.name() + " (it is masked)");
            return;
        }
        field.type()
                .filter(t -> !MEASURES.contains(t.kind()))
                .ifPresent(type -> problems.add(
                        file,
                        measure.at(),
                        "Invalid measures: " + measure.name() + " (a number, not " + FieldTypes.name(type) + ")"));
    }

    private void checkUse(StarDraft.Use use) {
        if (use.table().name().equals(Star.TIME_DIMENSION)) {
            problems.add(file, use.table().at(), "Invalid dimensions: time_dimension (it comes from event_time)");
        }
        checkKeyField("dimensions", use.field());
        List<Ref> attributes = use.attributes().orElse(List.of());
        attributes.forEach(a -> Names.find(dataset, a, problems));
        checkDistinct(use.table().name(), dimensionColumns(use.table().name(), use.field(), attributes));
    }

    private void checkDimension(StarDraft dimension, Block star) {
        if (dimension.naturalKey().isEmpty()) {
            problems.add(
                    file,
                    star.mapping().at(),
                    "Missing key: natural_key (required in star, since the primary_key is not one field)");
            return;
        }
        checkKeyField("natural_key", dimension.naturalKey().get());
        dimension.attributes().forEach(a -> Names.find(dataset, a, problems));
        checkDistinct(
                dimension.table().name(),
                dimensionColumns(
                        dimension.table().name(), dimension.naturalKey().get(), dimension.attributes()));
    }

    private void checkKeyField(String key, Ref ref) {
        Names.find(dataset, ref, problems)
                .flatMap(FieldEntry::type)
                .filter(t -> NO_KEYS.contains(t.kind()))
                .map(FieldType::kind)
                .ifPresent(kind ->
                        problems.add(file, ref.at(), "Invalid " + key + ": " + ref.name() + " (not a double or json)"));
    }

    private List<Ref> dimensionColumns(String table, Ref naturalKey, List<Ref> attributes) {
        List<Ref> columns = new ArrayList<>();
        columns.add(shown(naturalKey));
        attributes.forEach(a -> columns.add(shown(a)));
        // A natural key of the surrogate's name is renamed by the star; an attribute cannot be.
        if (!columns.get(0).name().equals(Star.keyColumn(table))) {
            columns.add(0, new Ref(Star.keyColumn(table), naturalKey.at()));
        }
        return columns;
    }

    private void checkColumns(StarDraft fact) {
        List<Ref> columns = new ArrayList<>();
        At at = fact.table().at();
        columns.add(new Ref(Star.LOAD_TIMESTAMP, at));
        columns.add(new Ref(Star.keyColumn(Star.TIME_DIMENSION), at));
        fact.uses()
                .forEach(use -> columns.add(
                        new Ref(Star.keyColumn(use.table().name()), use.table().at())));
        Set<String> keys = new HashSet<>();
        dataset.primaryKey().stream().filter(key -> keys.add(key.name())).forEach(key -> columns.add(shown(key)));
        fact.measures().forEach(m -> columns.add(shown(m)));
        fact.attributes().forEach(a -> columns.add(shown(a)));
        checkDistinct(fact.table().name(), columns);
    }

    private void checkDistinct(String table, List<Ref> columns) {
        Set<String> seen = new HashSet<>();
        for (Ref column : columns) {
            if (!seen.add(column.name())) {
                problems.add(
                        file,
                        column.at(),
                        "Invalid star: two columns " + column.name() + " in " + table + " (one a name)");
            }
        }
    }

    private Ref shown(Ref ref) {
        FieldEntry field = dataset.fields().get(ref.name());
        return field == null ? ref : new Ref(field.shownAs(), ref.at());
    }
}
