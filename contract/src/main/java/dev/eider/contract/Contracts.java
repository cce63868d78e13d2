package dev.eider.contract;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a project's files; the only place that knows YAML. */
public final class Contracts {
    private Contracts() {}

    /**
     * The project of a folder, or every problem of all its files at once.
     *
     * @param environment name of the environment, empty for the project's default
     * @param variables values of {@code ${NAME}}; a {@code .env} file beside eider.yaml is read, these win
     */
    public static Checked<Project> read(Path root, Optional<String> environment, Map<String, String> variables) {
        throw new UnsupportedOperationException("Cannot read " + root + ": under construction");
    }
}
