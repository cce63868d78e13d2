package dev.eider.contract.read;

import dev.eider.contract.DerivedId.Parts;
import java.util.List;
import java.util.Optional;

/** What {@code derive} may list. */
final class DerivedParts {
    private static final List<String> OFFSET = List.of("$meta.topic", "$meta.partition", "$meta.offset");
    private static final List<String> OFFSET_AND_TIMESTAMP =
            List.of("$meta.topic", "$meta.partition", "$meta.offset", "$meta.timestamp");
    static final String RULE = "[" + String.join(", ", OFFSET) + "], and " + UpdatedAtCheck.TIMESTAMP + " behind them";

    private DerivedParts() {}

    /** What a list names; empty for any other. */
    static Optional<Parts> find(List<String> names) {
        if (names.equals(OFFSET)) {
            return Optional.of(Parts.OFFSET);
        }
        return names.equals(OFFSET_AND_TIMESTAMP) ? Optional.of(Parts.OFFSET_AND_TIMESTAMP) : Optional.empty();
    }
}
