package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this program is installed: examples and the sandbox stand beside it.
 *
 * @param home the folder of the launcher
 */
record Installation(Path home) {
    /** From EIDER_HOME, which the launcher sets. */
    static Installation of(Surroundings surroundings) throws EiderException {
        String home = surroundings.variables().get("EIDER_HOME");
        if (home == null) {
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Installation not found: EIDER_HOME is not set",
                    "start this program by its launcher, ./eider");
        }
        return new Installation(Path.of(home));
    }

    /** Where jars lie that only some projects need. */
    static Optional<Path> extensions(Surroundings surroundings) {
        return Optional.ofNullable(surroundings.variables().get("EIDER_HOME"))
                .map(home -> Path.of(home).resolve("cli/target/dist/extensions"));
    }

    Path example(String name) throws EiderException {
        Path folder = home.resolve("examples").resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new EiderException(
                    ErrorCode.NOT_FOUND, "Example not found: " + folder, "eider init DIR --from EXAMPLE");
        }
        return folder;
    }
}
