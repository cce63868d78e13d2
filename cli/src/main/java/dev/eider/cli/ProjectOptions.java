package dev.eider.cli;

import dev.eider.contract.Checked;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Problem;
import dev.eider.contract.Project;
import dev.eider.contract.read.Contracts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that works on a project. */
final class ProjectOptions {
    @Option(
            names = {"-C", "--project"},
            paramLabel = "DIR",
            description = "Folder of eider.yaml; without it, this folder or the nearest above that has one.")
    private @Nullable Path folder;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            description = "Environment of eider.yaml; without it EIDER_ENV, else its default_environment.")
    private @Nullable String environment;

    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            description = "text (for people) or json (one line an event).",
            defaultValue = "text")
    private LogFormat log = LogFormat.text;

    /** How events are written. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum LogFormat {
        text,
        json
    }

    /** Options that name this folder and are otherwise the defaults. */
    static ProjectOptions at(Path root) {
        ProjectOptions options = new ProjectOptions();
        options.folder = root;
        return options;
    }

    boolean logsJson() {
        return log == LogFormat.json;
    }

    Path root() throws EiderException {
        Path start = folder == null ? Path.of("") : folder;
        Path absolute = start.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute.resolve("eider.yaml"))) {
            return absolute;
        }
        Optional<Path> above = folder == null ? Contracts.discover(absolute) : Optional.empty();
        return above.orElseThrow(() -> new EiderException(
                ErrorCode.NOT_FOUND,
                "Project not found: no eider.yaml in " + absolute,
                "eider init " + (folder == null ? "my-warehouse" : folder)));
    }

    /** The project, or every problem of its files in one report. */
    Checked<Project> check(Surroundings surroundings) throws EiderException {
        Optional<String> chosen = Optional.ofNullable(environment)
                .or(() -> Optional.ofNullable(surroundings.variables().get("EIDER_ENV")));
        return Contracts.read(root(), chosen, surroundings.variables());
    }

    Project read(Surroundings surroundings) throws EiderException {
        Checked<Project> checked = check(surroundings);
        if (checked instanceof Checked.Good<Project> good) {
            return good.value();
        }
        List<Problem> problems = ((Checked.Bad<Project>) checked).problems();
        problems.forEach(problem -> surroundings.console().note(problem.toString()));
        throw new EiderException(
                ErrorCode.INVALID_CONFIGURATION,
                "Invalid project: " + Format.count(problems.size(), "problem") + " (listed above)",
                "mend the files, then eider validate");
    }
}
