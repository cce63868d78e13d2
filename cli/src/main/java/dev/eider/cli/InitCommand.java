package dev.eider.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project's folder to start from. */
@Command(
        name = "init",
        description = "Make a project's folder: eider.yaml, one dataset, marts, a mask key of its own.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider init my-warehouse",
            "  cd my-warehouse && cp .env.example .env    # edit it and datasets/transaction.yaml",
            "  eider validate && eider plan"
        })
final class InitCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Folder to make; what is in it already stays as it is.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Example to copy; without it examples/bank of this installation.")
    private @Nullable Path example;

    private final Surroundings surroundings;

    InitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Path source = example == null ? Installation.of(surroundings).example("bank") : example;
        NewProject.copy(source, folder.toAbsolutePath().normalize());
        Console console = surroundings.console();
        console.line(console.green("made") + "  " + folder
                + ", with a mask key of its own in .secrets/mask_key (keep it safe, never commit it)");
        console.line(
                "next: cd " + folder + " && cp .env.example .env, edit both it and datasets/, then eider validate");
        return 0;
    }
}
