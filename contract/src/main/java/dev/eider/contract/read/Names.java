package dev.eider.contract.read;

import java.util.Optional;

/** Finds the fields that names refer to. */
final class Names {
    private Names() {}

    /** The field; empty, with a problem, where there is none. */
    static Optional<FieldEntry> find(DatasetFile dataset, Ref ref, Problems problems) {
        FieldEntry field = dataset.fields().get(ref.name());
        if (field == null) {
            problems.addUnknown(
                    dataset.file(),
                    ref.at(),
                    "Field not found: " + Checker.shorten(ref.name()),
                    ref.name(),
                    dataset.fields().keySet());
        }
        return Optional.ofNullable(field);
    }
}
