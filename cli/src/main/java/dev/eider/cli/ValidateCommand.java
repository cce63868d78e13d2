package dev.eider.cli;

import dev.eider.contract.Project;
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
        console.line(console.green("valid") + "  project " + project.name() + ", environment " + project.environment()
                + ": "
                + project.datasets().size() + " datasets, " + project.marts().size() + " marts, "
                + project.audits().size() + " audits");
        return 0;
    }
}
