package dev.eider.cli;

import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** The program {@code eider}: parses the command line, runs one command, exits with the status of its outcome. */
public final class Main {
    /** What the longest line of a footer needs. */
    private static final int HELP_COLUMNS = 100;

    private Main() {}

    public static void main(String[] arguments) {
        Console console = Console.system();
        int status = run(console, System.getenv(), Clock.systemUTC(), arguments);
        console.flush();
        // Runtime.exit rather than a return: no thread of a library may keep a finished command alive.
        System.exit(status);
    }

    /** Runs one command in this process. */
    static int run(Console console, Map<String, String> variables, Clock clock, String... arguments) {
        return run(Surroundings.of(console, variables, clock), arguments);
    }

    /** Runs one command in given surroundings. */
    public static int run(Surroundings surroundings, String... arguments) {
        Console console = surroundings.console();
        CommandLine line = EiderCommand.line(new CommandFactory(surroundings), arguments);
        line.setExecutionStrategy(new CommandLine.RunLast());
        line.setExecutionExceptionHandler(new Failures(surroundings));
        line.setParameterExceptionHandler(new Misuse(console));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setOut(console.writer());
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setUsageHelpWidth(HELP_COLUMNS);
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            // Of these the command line itself takes no notice; their messages may quote data too.
            return Failures.report(surroundings, e);
        }
    }
}
