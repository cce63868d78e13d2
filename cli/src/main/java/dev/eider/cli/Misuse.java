package dev.eider.cli;

import dev.eider.contract.ErrorCode;
import java.util.List;
import picocli.CommandLine;

/** Answers a command line that cannot be understood: what is wrong, what was meant, where help is. */
final class Misuse implements CommandLine.IParameterExceptionHandler {
    private final Console console;

    Misuse(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        console.error(String.valueOf(problem.getMessage()));
        if (problem instanceof CommandLine.UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                console.note("  did you mean: " + String.join(", ", near));
            }
        }
        console.note("  next: " + command.getCommandSpec().qualifiedName() + " --help");
        return ErrorCode.INVALID_ARGUMENT.owner().exitStatus();
    }
}
