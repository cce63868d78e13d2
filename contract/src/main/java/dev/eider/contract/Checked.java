package dev.eider.contract;

import java.util.List;

/** Outcome of a check that reports every problem at once: a good value, or all that is wrong with it. */
public sealed interface Checked<T> {
    record Good<T>(T value) implements Checked<T> {}

    record Bad<T>(List<Problem> problems) implements Checked<T> {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
