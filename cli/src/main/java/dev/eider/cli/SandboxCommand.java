package dev.eider.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts the sandbox bank in the foreground. */
@Command(
        name = "sandbox",
        description = {
            "Start a bank's API on loopback, with faults by switch; --help lists its own options.",
            "sandbox broker starts a real Kafka broker, sandbox produce sends it the bank's transactions."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  eider sandbox --port 8080 --token secret --faults 5%% --dirty 1%%",
            "  eider sandbox broker --port 9092 --topic transactions:3",
            "  eider sandbox produce --topic transactions --days 7 --dirty 1%%"
        })
final class SandboxCommand implements Callable<Integer> {
    @Unmatched
    private List<String> options = new ArrayList<>();

    private final Surroundings surroundings;

    SandboxCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        return SandboxProcess.runInForeground(Installation.of(surroundings), options);
    }
}
