package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.ingest.stream.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which topics are read, and until when. */
final class TopicOptions {
    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "These datasets (repeatable); without it, all that read topics.")
    private List<String> datasets = List.of();

    @Option(names = "--until-caught-up", description = "End when all that is in the topics now has gone through.")
    private boolean caughtUp;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "End after so long: 90s, 10m, 6h.",
            converter = DurationConverter.class)
    private @Nullable Duration most;

    StreamSettings settings() {
        return StreamSettings.defaults()
                .ending(
                        caughtUp ? StreamSettings.Until.CAUGHT_UP : StreamSettings.Until.STOPPED,
                        Optional.ofNullable(most));
    }

    /** The contracts that are meant, of which each reads topics. */
    List<Contract> contracts(Project project) throws EiderException {
        if (datasets.isEmpty()) {
            List<Contract> reading = project.datasets().stream()
                    .filter(contract -> contract.source().topic().isPresent())
                    .toList();
            if (reading.isEmpty()) {
                throw new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Topics not found: no dataset of the project reads one",
                        "Give a dataset a source with topic: or topic_pattern:");
            }
            return reading;
        }
        List<Contract> named = new ArrayList<>();
        for (String name : new TreeSet<>(datasets)) {
            Optional<Contract> found =
                    DatasetName.isValid(name) ? project.dataset(new DatasetName(name)) : Optional.empty();
            named.add(found.filter(contract -> contract.source().topic().isPresent())
                    .orElseThrow(() -> new EiderException(
                            ErrorCode.NOT_FOUND,
                            "Dataset not found: " + name + " (one that reads a topic)",
                            "eider stream --help")));
        }
        return named;
    }
}
