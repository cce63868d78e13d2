package dev.eider.contract.read;

import dev.eider.contract.FieldType.Kind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what a dataset says beyond its structure, as far as its own file can tell. */
final class DatasetCheck {
    static final Pattern REFERENCE = Pattern.compile("\\$\\{(file:|[A-Za-z_][A-Za-z0-9_]*(:-|\\}))");
    private static final Set<Kind> TIMES = EnumSet.of(Kind.DATE, Kind.TIMESTAMP);
    private static final Set<Kind> NO_KEYS = EnumSet.of(Kind.DOUBLE, Kind.JSON);

    private final DatasetFile dataset;
    private final Path file;
    private final Problems problems;

    DatasetCheck(DatasetFile dataset, Problems problems) {
        this.dataset = dataset;
        this.file = dataset.file();
        this.problems = problems;
    }

    void check() {
        checkName();
        checkReferences(dataset.root().mapping());
        dataset.root().scalar("timezone").ifPresent(zone -> Zones.check(file, zone, problems));
        checkSources();
        checkFields();
        new EnvelopeCheck(dataset, problems).check();
        checkKeys();
        new StarCheck(dataset, problems).check();
    }

    private void checkName() {
        dataset.root()
                .scalar("dataset")
                .filter(name -> name.kind() == Value.Kind.TEXT && !name.text().equals(dataset.name()))
                .ifPresent(name -> problems.add(
                        file,
                        name.at(),
                        "Invalid dataset: " + Checker.shorten(name.text()) + " (the file's name says "
                                + Checker.shorten(dataset.name()) + ")"));
    }

    /** A contract is the same in every environment. */
    private void checkReferences(Value value) {
        if (value instanceof Value.Mapping mapping) {
            for (Value.Entry entry : mapping.entries()) {
                if (!entry.key().equals("description") && !entry.key().equals("pattern")) {
                    checkReferences(entry.value());
                }
            }
        } else if (value instanceof Value.Listing listing) {
            listing.items().forEach(this::checkReferences);
        } else if (value instanceof Value.Scalar scalar
                && REFERENCE.matcher(scalar.text()).find()) {
            problems.add(
                    file,
                    scalar.at(),
                    "Invalid reference: " + Checker.shorten(scalar.text()) + " (references stand in eider.yaml only)");
        }
    }

    private void checkSources() {
        for (SourceEntry source : dataset.sources()) {
            if (source.isTopic()) {
                TopicCheck.check(file, source.block(), problems);
            } else {
                new SourceCheck(file, problems).check(source.block());
            }
        }
        boolean isNamed = dataset.root().value("sources").isPresent();
        long topics = dataset.sources().stream().filter(SourceEntry::isTopic).count();
        boolean isPair = dataset.sources().size() == 2 && topics == 1;
        if (isNamed && !dataset.sources().isEmpty() && !isPair) {
            problems.add(
                    file, dataset.root().at("sources"), "Not supported yet: sources other than one API and one topic");
        }
    }

    private void checkFields() {
        Optional<Value> fields = dataset.root().value("fields");
        if (fields.isPresent()
                && fields.get() instanceof Value.Mapping mapping
                && mapping.entries().isEmpty()) {
            problems.add(file, mapping.at(), "Invalid fields: none (at least one)");
        }
        FieldCheck check = new FieldCheck(file, problems);
        for (FieldEntry field : dataset.fields().values()) {
            check.check(field);
            if (field.isMasked() && dataset.fields().containsKey(field.shownAs())) {
                problems.add(
                        file,
                        field.at(),
                        "Invalid mask: on " + field.name() + " (its column " + field.shownAs()
                                + " is a field already)");
            }
        }
    }

    private void checkKeys() {
        Set<String> seen = new HashSet<>();
        for (Ref key : dataset.primaryKey()) {
            Names.find(dataset, key, problems).ifPresent(field -> {
                if (field.type().filter(t -> NO_KEYS.contains(t.kind())).isPresent()) {
                    problems.add(file, key.at(), "Invalid primary_key: " + key.name() + " (not a double or json)");
                }
            });
            if (!seen.add(key.name())) {
                problems.add(file, key.at(), "Invalid primary_key: " + key.name() + " (named twice)");
            }
        }
        dataset.eventTime().ifPresent(time -> checkTime("event_time", time));
        new UpdatedAtCheck(dataset, problems).check();
        dataset.updatedAt().ifPresent(time -> checkTime("updated_at", time));
    }

    private void checkTime(String key, Ref time) {
        Names.find(dataset, time, problems).ifPresent(field -> {
            if (field.type().filter(t -> !TIMES.contains(t.kind())).isPresent()) {
                problems.add(file, time.at(), "Invalid " + key + ": " + time.name() + " (a date or a timestamp)");
            }
            if (field.isMasked()) {
                problems.add(file, time.at(), "Invalid " + key + ": " + time.name() + " (it is masked)");
            }
        });
    }
}
