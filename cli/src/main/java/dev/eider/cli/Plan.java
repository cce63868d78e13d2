package dev.eider.cli;

import java.util.List;

/** What a run will do, in this order. {@code eider plan} prints it, {@code eider run} executes it. */
record Plan(List<Step> steps) {
    Plan {
        steps = List.copyOf(steps);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    <S extends Step> List<S> steps(Class<S> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
