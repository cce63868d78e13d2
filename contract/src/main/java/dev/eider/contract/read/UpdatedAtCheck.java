package dev.eider.contract.read;

import java.util.Optional;

/** Checks that of two records with one key the later is known, wherever they come from. */
final class UpdatedAtCheck {
    static final String TIMESTAMP = "$meta.timestamp";

    private final DatasetFile dataset;
    private final Problems problems;

    UpdatedAtCheck(DatasetFile dataset, Problems problems) {
        this.dataset = dataset;
        this.problems = problems;
    }

    void check() {
        Optional<Value.Scalar> time = dataset.root().scalar("updated_at");
        if (time.isEmpty()) {
            checkNeeded();
        } else if (time.get().text().startsWith("$")) {
            checkMeta(time.get());
        }
    }

    private void checkNeeded() {
        if (dataset.topic().isEmpty()) {
            return;
        }
        if (!dataset.isTopicOnly()) {
            miss("an API and a topic have no common order");
        } else if (!dataset.primaryKey().isEmpty() && !isKeyedByOffset()) {
            miss("partitions have no common order");
        }
    }

    /** Then no two records have one key. */
    private boolean isKeyedByOffset() {
        return dataset.primaryKey().stream()
                .flatMap(key -> Optional.ofNullable(dataset.fields().get(key.name())).stream())
                .anyMatch(field -> field.derive().isPresent());
    }

    private void miss(String why) {
        problems.add(
                dataset.file(),
                dataset.root().value("updated_at").map(Value::at).orElse(At.TOP),
                "Missing key: updated_at (required here, since " + why + ")");
    }

    /** The timestamp of a record is compared as a field, so that it can be seen. */
    private void checkMeta(Value.Scalar time) {
        if (dataset.topic().isEmpty() || !time.text().equals(TIMESTAMP)) {
            problems.add(
                    dataset.file(),
                    time.at(),
                    "Invalid updated_at: " + Checker.shorten(time.text()) + " (a field, or for topics " + TIMESTAMP
                            + ")");
        } else if (!dataset.isTopicOnly()) {
            problems.add(
                    dataset.file(),
                    time.at(),
                    "Invalid updated_at: " + TIMESTAMP + " (records of the API have none: name a field)");
        } else if (dataset.updatedAt().isEmpty()) {
            problems.add(
                    dataset.file(),
                    time.at(),
                    "Field not found: one that holds " + TIMESTAMP + " (add sent_at: {type: timestamp, from: "
                            + TIMESTAMP + "} to fields)");
        }
    }
}
