package dev.eider.contract.read;

import dev.eider.contract.Checked;
import dev.eider.contract.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The door to a project's files; the only place that knows YAML. Stateless and thread-safe. */
public final class Contracts {
    private Contracts() {}

    /**
     * The project of a folder, or every problem of all its files at once; files in problems are relative to the folder.
     * The chosen environment is resolved, the others are checked as far as they can be without their variables.
     *
     * @param environment name of the environment, empty for the project's default
     * @param variables values of {@code ${NAME}}; a {@code .env} file beside eider.yaml is read, these win
     */
    public static Checked<Project> read(Path root, Optional<String> environment, Map<String, String> variables) {
        return new ProjectReader(root).read(environment, variables);
    }

    /** The folder at or above a path that holds an eider.yaml. */
    public static Optional<Path> discover(Path start) {
        Path folder = start.toAbsolutePath().normalize();
        while (folder != null) {
            if (Files.isRegularFile(folder.resolve(ProjectVocabulary.FILE))) {
                return Optional.of(folder);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
