package dev.eider.cli;

import dev.eider.analytics.Marts;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.Project;
import dev.eider.core.EmptyStar;
import dev.eider.payloads.TopicFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads everything the project says and reports all that is wrong with it. */
@Command(
        name = "validate",
        description = "Check eider.yaml, datasets, marts and audits; report every problem at once.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider validate --env prod   exit 2 and file:line:column of each problem, or 0")
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Project project = options.read(surroundings);
        Console console = surroundings.console();
        List<String> problems = new ArrayList<>(EmptyStar.problems(project, new Marts()));
        project.datasets().forEach(contract -> schemaProblem(contract).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            problems.forEach(console::note);
            throw new EiderException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Invalid project: " + Format.count(problems.size(), "problem")
                            + " of its SQL or schemas (listed above)",
                    "mend the files, then eider validate");
        }
        console.line(
                console.green("valid") + "  project " + project.name() + ", environment " + project.environment() + ": "
                        + Format.count(project.datasets().size(), "dataset") + ", "
                        + Format.count(project.marts().size(), "mart") + ", "
                        + Format.count(project.audits().size(), "audit"));
        return 0;
    }

    private static Optional<String> schemaProblem(Contract contract) {
        return contract.source()
                .topic()
                .filter(topic -> !TopicFormat.canRead(topic, Limits.defaults()))
                .map(topic -> "datasets/" + contract.dataset() + ".yaml: Invalid schema_file: "
                        + topic.schema().orElseThrow().name() + " cannot be read as a schema of "
                        + topic.format().name().toLowerCase(Locale.ROOT));
    }
}
