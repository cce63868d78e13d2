package dev.eider.contract.read;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.Field;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Quality;
import dev.eider.contract.Star;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Makes contracts of files without problems. */
final class DatasetBuilder {
    private static final Fingerprint NONE = new Fingerprint("0".repeat(64));

    private DatasetBuilder() {}

    /** @param projectZone zone of datasets that name none */
    static Contract build(DatasetFile dataset, ZoneId projectZone) {
        return build(dataset, projectZone, Fingerprints.of(build(dataset, projectZone, NONE)));
    }

    private static Contract build(DatasetFile dataset, ZoneId projectZone, Fingerprint fingerprint) {
        Block root = dataset.root();
        return new Contract(
                new DatasetName(dataset.name()),
                root.text("description"),
                (int) root.whole("version", 1),
                fingerprint,
                root.text("timezone").map(ZoneId::of).orElse(projectZone),
                SourceBuilder.build(dataset.sources()),
                fields(dataset),
                names(dataset.primaryKey()),
                dataset.eventTime().map(Ref::name),
                dataset.updatedAt().map(Ref::name),
                root.text("unknown_fields", "report").equals("reject"),
                root.block("quality").map(DatasetBuilder::quality).orElse(Quality.DEFAULT),
                dataset.star().map(DatasetBuilder::star));
    }

    private static List<Field> fields(DatasetFile dataset) {
        Set<String> needed = new HashSet<>(names(dataset.primaryKey()));
        dataset.eventTime().ifPresent(time -> needed.add(time.name()));
        return dataset.fields().values().stream()
                .map(field -> FieldBuilder.build(field, needed.contains(field.name())))
                .toList();
    }

    private static Quality quality(Block quality) {
        return new Quality(
                quality.text("max_rejected").map(Units::share).orElse(BigDecimal.ZERO),
                quality.whole("min_records", 0),
                quality.whole("max_unknown_fields").map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static Star star(StarDraft draft) {
        String table = draft.table().name();
        if (!draft.isFact()) {
            return new Star.Dimension(table, draft.naturalKey().orElseThrow().name(), names(draft.attributes()));
        }
        Map<String, Star.Use> uses = new LinkedHashMap<>();
        draft.uses()
                .forEach(use -> uses.put(
                        use.table().name(),
                        new Star.Use(use.field().name(), use.attributes().map(DatasetBuilder::names))));
        return new Star.Fact(table, uses, names(draft.measures()), names(draft.attributes()));
    }

    private static List<String> names(List<Ref> refs) {
        return refs.stream().map(Ref::name).toList();
    }
}
