package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The only place that turns an exception into words and an exit status. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private final Surroundings surroundings;

    Failures(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        return report(surroundings, failure);
    }

    /** Prints what happened and what to do next. */
    static int report(Surroundings surroundings, Throwable failure) {
        Console console = surroundings.console();
        ErrorCode code;
        if (failure instanceof EiderException known) {
            code = known.code();
            console.error(String.valueOf(known.getMessage()));
            known.nextStep().ifPresent(step -> console.note("  next: " + step));
        } else {
            // The message of an unforeseen exception may quote data: only its type and place are told.
            code = ErrorCode.INTERNAL;
            StackTraceElement[] trace = failure.getStackTrace();
            console.error("Cannot go on: internal error " + failure.getClass().getSimpleName()
                    + (trace.length > 0 ? " at " + trace[0] : ""));
            console.note(
                    "  next: run again with EIDER_DEBUG=1 for the whole trace, which may hold data, and report it");
        }
        if (surroundings.variables().containsKey("EIDER_DEBUG")) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            console.note(trace.toString());
        }
        return code.owner().exitStatus();
    }
}
