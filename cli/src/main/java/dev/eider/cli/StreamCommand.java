package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.contract.Source;
import dev.eider.ingest.stream.StreamSettings;
import dev.eider.ingest.stream.TopicPart;
import dev.eider.zones.Chain;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Topics into the zones. */
@Command(
        name = "stream",
        description = {
            "Read Kafka topics into raw, every offset exactly once, and judge them into clean and error.",
            "Runs until it is stopped (SIGTERM, Ctrl-C): then all it has read is committed within 20 seconds.",
            "Start it several times to share the partitions; kill it whenever you like: nothing is read twice."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider stream                             as a service",
            "  eider stream --until-caught-up           all there is now, then end: for a scheduler",
            "  eider stream --status                    how far each partition is, and who reads it",
            "  eider stream --accept-gap bank.cards:3   go on behind offsets that were deleted unread",
            "  eider stream --open-chain bank.cards     read a topic that was made anew, from its beginning",
            "  eider stream --dataset card_event --hand-over-to spark",
            "",
            "A partition is read on from the end of its last batch in the bucket, and from nowhere else.",
            "What does not fit (deleted offsets, another topic of the name, a new partition, a truncated",
            "log) stops that partition only: the others go on, and the exit status is 3 in the end, with",
            "the step to take next."
        })
final class StreamCommand implements Callable<Integer> {
    /** What only a run that reads heeds. */
    private static final List<String> READING =
            List.of("--until-caught-up", "--for", "--commit-every", "--raw-only", "--accept-gap", "--open-chain");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final TopicOptions topics = new TopicOptions();

    @Option(
            names = "--commit-every",
            paramLabel = "DURATION",
            description = "Oldest that a record gets before it is committed (default: ${DEFAULT-VALUE}).",
            defaultValue = "60s",
            converter = DurationConverter.class)
    private Duration commitEvery = Duration.ofSeconds(60);

    @Option(names = "--raw-only", description = "Read into raw alone; eider stage judges it later.")
    private boolean rawOnly;

    @Option(
            names = "--accept-gap",
            paramLabel = "TOPIC:PARTITION",
            description = "Book deleted offsets of the partition as missing and go on behind them (repeatable).")
    private List<String> gaps = List.of();

    @Option(
            names = "--open-chain",
            paramLabel = "TOPIC[:PARTITION]",
            description = "Open the next chain where one ended for good, or none was (repeatable).")
    private List<String> chains = List.of();

    @Option(
            names = "--hand-over-to",
            paramLabel = "ENGINE",
            description = "Give the partitions to spark, or back to stream, and end.")
    private @Nullable String engine;

    @Option(
            names = "--status",
            description = "Tell how far each partition is, and end; with --log json one line of JSON each.")
    private boolean status;

    private final Surroundings surroundings;

    StreamCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        requireAlone("--status", List.of("--hand-over-to"));
        requireAlone("--status", READING);
        requireAlone("--hand-over-to", READING);
        Project project = options.read(surroundings);
        List<Contract> contracts = topics.contracts(project);
        StreamSettings settings = settings(contracts);
        if (engine != null) {
            Chain.Engine owner = owner(engine);
            try (Session session = Session.open(project, surroundings)) {
                return new StreamChains(session, surroundings.console()).handOver(contracts, owner);
            }
        }
        if (status) {
            try (Session session = Session.open(project, surroundings)) {
                StreamChains told = new StreamChains(session, surroundings.console());
                return options.logsJson() ? told.tellJson(contracts) : told.tell(contracts);
            }
        }
        return new StreamRun(surroundings, options, rawOnly ? StreamRun.Stages.RAW : StreamRun.Stages.RAW_AND_CLEAN)
                .run(project, contracts, settings);
    }

    /** Refuses an option that would be ignored. */
    private void requireAlone(String option, List<String> others) {
        CommandLine.ParseResult given = spec.commandLine().getParseResult();
        for (String other : others) {
            if (given.hasMatchedOption(option) && given.hasMatchedOption(other)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), option + ", " + other + " are mutually exclusive (specify only one)");
            }
        }
    }

    private StreamSettings settings(List<Contract> contracts) throws EiderException {
        Set<TopicPart> accepted = parts("--accept-gap", gaps, contracts);
        for (TopicPart part : accepted) {
            if (part.partition().isEmpty()) {
                throw new EiderException(
                        ErrorCode.INVALID_ARGUMENT, "Invalid --accept-gap: " + part + " (TOPIC:PARTITION, one by one)");
            }
        }
        return topics.settings()
                .committingAfter(commitEvery)
                .deciding(accepted, parts("--open-chain", chains, contracts));
    }

    private static Set<TopicPart> parts(String option, List<String> texts, List<Contract> contracts)
            throws EiderException {
        Set<TopicPart> parts = new HashSet<>();
        for (String text : texts) {
            TopicPart part = TopicPart.parse(text)
                    .orElseThrow(() -> new EiderException(
                            ErrorCode.INVALID_ARGUMENT,
                            "Invalid " + option + ": " + text + " (TOPIC or TOPIC:PARTITION)",
                            "eider stream --help"));
            List<Source.Topic> sources = contracts.stream()
                    .map(contract -> contract.source().topic())
                    .flatMap(Optional::stream)
                    .toList();
            if (sources.stream()
                    .noneMatch(source -> source.captures(part.topic()).isPresent())) {
                throw new EiderException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Invalid " + option + ": " + text + " (a topic that a dataset of this run reads)",
                        "Topics that are read: eider stream --status");
            }
            parts.add(part);
        }
        return parts;
    }

    private static Chain.Engine owner(String name) throws EiderException {
        for (Chain.Engine known : Chain.Engine.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
                return known;
            }
        }
        throw new EiderException(ErrorCode.INVALID_ARGUMENT, "Invalid --hand-over-to: " + name + " (spark or stream)");
    }
}
