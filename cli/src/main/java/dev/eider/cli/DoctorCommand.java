package dev.eider.cli;

import dev.eider.contract.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks everything a run relies on. */
@Command(
        name = "doctor",
        description =
                "Check what a run relies on: files, bucket, keys, warehouse, APIs, brokers, topics, registries, metrics.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider doctor --env prod     exit 2 if any check is red")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        List<Checkup> checkups = new Doctor(surroundings, options).examine();
        for (Checkup checkup : checkups) {
            String mark = switch (checkup.state()) {
                case GREEN -> console.green("ok ");
                case AMBER -> console.yellow("odd");
                case RED -> console.red("red");
            };
            console.line(mark + "  " + checkup.name() + "  " + checkup.detail());
            checkup.nextStep().ifPresent(next -> console.line("       next: " + next));
        }
        boolean isRed = checkups.stream().anyMatch(Checkup::isRed);
        return isRed ? ErrorCode.INVALID_CONFIGURATION.owner().exitStatus() : 0;
    }
}
