package dev.eider.contract.read;

import dev.eider.contract.FieldType.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A star section with its defaults filled in.
 *
 * @param uses dimensions of a fact
 * @param naturalKey of a dimension
 */
record StarDraft(
        boolean isFact, Ref table, List<Use> uses, List<Ref> measures, List<Ref> attributes, Optional<Ref> naturalKey) {
    /** A fact's use of a dimension; with attributes it declares it. */
    record Use(Ref table, Ref field, Optional<List<Ref>> attributes) {
        static Optional<Use> of(Value.Entry entry) {
            Ref table = new Ref(entry.key(), entry.keyAt());
            if (entry.value() instanceof Value.Scalar scalar) {
                return Optional.of(new Use(table, Ref.of(scalar), Optional.empty()));
            }
            return Block.of(entry.value())
                    .flatMap(block -> block.scalar("natural_key")
                            .map(key -> new Use(table, Ref.of(key), Optional.of(Ref.of(block.list("attributes"))))));
        }
    }

    /** The draft of a section; empty where it says not which table. */
    static Optional<StarDraft> of(DatasetFile dataset, Block star) {
        Optional<Value.Scalar> fact = star.scalar("fact");
        if (fact.isPresent()) {
            return Optional.of(fact(dataset, star, Ref.of(fact.get())));
        }
        return star.scalar("dimension").map(table -> dimension(dataset, star, Ref.of(table)));
    }

    private static StarDraft fact(DatasetFile dataset, Block star, Ref table) {
        List<Use> uses = star.entries("dimensions").stream()
                .flatMap(e -> Use.of(e).stream())
                .toList();
        Set<String> taken = new HashSet<>();
        dataset.primaryKey().forEach(key -> taken.add(key.name()));
        dataset.eventTime().ifPresent(time -> taken.add(time.name()));
        for (Use use : uses) {
            taken.add(use.field().name());
            use.attributes().orElse(List.of()).forEach(a -> taken.add(a.name()));
        }
        List<Ref> attributes = Ref.of(star.list("attributes"));
        attributes.forEach(a -> taken.add(a.name()));
        List<Ref> measures = star.value("measures").isPresent()
                ? Ref.of(star.list("measures"))
                : rest(dataset, taken, star).stream()
                        .filter(r -> isMeasure(dataset, r.name()))
                        .toList();
        measures.forEach(m -> taken.add(m.name()));
        if (star.value("attributes").isEmpty()) {
            attributes = rest(dataset, taken, star);
        }
        return new StarDraft(true, table, uses, measures, attributes, Optional.empty());
    }

    private static StarDraft dimension(DatasetFile dataset, Block star, Ref table) {
        List<Ref> key = dataset.primaryKey();
        Optional<Ref> naturalKey = star.scalar("natural_key")
                .map(Ref::of)
                .or(() -> key.size() == 1 ? Optional.of(key.get(0)) : Optional.empty());
        Set<String> taken = new HashSet<>();
        naturalKey.ifPresent(k -> taken.add(k.name()));
        List<Ref> attributes =
                star.value("attributes").isPresent() ? Ref.of(star.list("attributes")) : rest(dataset, taken, star);
        return new StarDraft(false, table, List.of(), List.of(), attributes, naturalKey);
    }

    /** Fields that nothing has taken. A masked one is published only where the contract names it. */
    private static List<Ref> rest(DatasetFile dataset, Set<String> taken, Block star) {
        List<Ref> rest = new ArrayList<>();
        for (FieldEntry field : dataset.fields().values()) {
            if (!taken.contains(field.name()) && !field.isMasked()) {
                rest.add(new Ref(field.name(), star.mapping().at()));
            }
        }
        return rest;
    }

    private static boolean isMeasure(DatasetFile dataset, String name) {
        return Optional.ofNullable(dataset.fields().get(name))
                .flatMap(FieldEntry::type)
                .filter(type -> type.kind() == Kind.DECIMAL || type.kind() == Kind.DOUBLE)
                .isPresent();
    }
}
