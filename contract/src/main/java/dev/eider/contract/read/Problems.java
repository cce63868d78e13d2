package dev.eider.contract.read;

import dev.eider.contract.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects problems; what is said twice is kept once. Not thread-safe. */
final class Problems {
    private static final Comparator<Problem> ORDER = Comparator.comparing(
                    (Problem p) -> p.file().getNameCount() > 1)
            .thenComparing(p -> p.file().toString())
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column);

    private final Set<Problem> found = new LinkedHashSet<>();

    void add(Path file, At at, String message) {
        found.add(new Problem(file, at.line(), at.column(), message, Optional.empty()));
    }

    void add(Path file, At at, String message, Optional<String> suggestion) {
        found.add(new Problem(file, at.line(), at.column(), message, suggestion));
    }

    /** As {@link #add}, with the nearest of what may stand there. */
    void addUnknown(Path file, At at, String message, String wrong, Collection<String> known) {
        add(file, at, message, Suggestions.nearest(wrong, known));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** All of them: the project's file first, then by file and place. */
    List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(ORDER);
        return sorted;
    }
}
