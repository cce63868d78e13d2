package dev.eider.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program itself; without a command it teaches. */
@Command(
        name = "eider",
        description = "REST APIs and Kafka topics in, a DuckDB star schema out, every record accounted for on the way.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nStart here:%n",
        footer = {
            "  eider demo                 a bank's 90 days through the whole path, in a minute",
            "  eider init my-warehouse    a project of your own, to edit",
            "  eider plan                 what a run would do, and why",
            "  eider run                  do it",
            "",
            "Exit status: 0 done, 2 yours to mend (configuration, arguments), 3 the source refuses,",
            "4 try again later, 5 data below its quality gate, 6 somebody else holds it, 70 a defect."
        })
final class EiderCommand implements Callable<Integer> {
    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            InitCommand.class,
            ValidateCommand.class,
            SchemaCommand.class,
            PlanCommand.class,
            IngestCommand.class,
            StageCommand.class,
            LoadCommand.class,
            PublishCommand.class,
            RunCommand.class,
            StreamCommand.class,
            FollowCommand.class,
            TopicsCommand.class,
            ProduceCommand.class,
            StatusCommand.class,
            ErrorsCommand.class,
            GenerationsCommand.class,
            DiffCommand.class,
            RollbackCommand.class,
            PullCommand.class,
            BucketCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            SandboxCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The program with the one command that its arguments name, since each takes its time to learn; else with all. */
    static CommandLine line(CommandLine.IFactory factory, String... arguments) {
        CommandLine line = new CommandLine(new EiderCommand(), factory);
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
        return line;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
