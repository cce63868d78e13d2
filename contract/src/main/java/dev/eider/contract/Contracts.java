package dev.eider.contract;

import dev.eider.contract.read.ProjectReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a project's files; the only place that knows YAML. */
public final class Contracts {
    private static final String FILE = "eider.yaml";

    private Contracts() {}

    /**
     * The project of a folder, or every problem of all its files at once. The chosen environment is resolved, the
     * others are checked as far as they can be without their variables.
     *
     * @param environment name of the environment, empty for the project's default
     * @param variables values of {@code ${NAME}}; a {@code .env} file beside eider.yaml is read, these win
     */
    public static Checked<Project> read(Path root, Optional<String> environment, Map<String, String> variables) {
        return ProjectReader.read(root, environment, variables);
    }

    /** The folder at or above a path that holds an eider.yaml. */
    public static Optional<Path> discover(Path start) {
        Path folder = start.toAbsolutePath().normalize();
        while (folder != null) {
            if (Files.isRegularFile(folder.resolve(FILE))) {
                return Optional.of(folder);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
