package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.core.Publication;
import dev.eider.ingest.stream.StreamSettings;
import dev.eider.metrics.Pushgateway;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Topics to what readers see, again and again. */
@Command(
        name = "follow",
        description = "Keep the warehouse up to date with the topics: read, judge, load, publish, until stopped.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  eider follow --every 30s",
            "",
            "Ctrl-C or SIGTERM ends it within 20 seconds: what was read by then is committed, and the next start",
            "publishes it. One that was killed is simply started again."
        })
final class FollowCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Mixin
    private final TopicOptions topics = new TopicOptions();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "Least time from one generation to the next (default: ${DEFAULT-VALUE}).",
            converter = DurationConverter.class,
            defaultValue = "15s")
    private Duration every = Duration.ofSeconds(15);

    private final Surroundings surroundings;

    FollowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        StreamStop stop = new StreamStop();
        try (Ending ending = new Ending(stop::ask)) {
            try (Session session = Session.open(options.read(surroundings), surroundings)) {
                return ending.with(follow(session, stop));
            }
        }
    }

    private int follow(Session session, StreamStop stop) throws EiderException, InterruptedException {
        Console console = surroundings.console();
        try (Announcer announcer = options.logsJson() ? new JsonAnnouncer(console) : new LineAnnouncer(console)) {
            Follower follower = new Follower(
                    session,
                    console,
                    topics.contracts(session.project()),
                    settings(),
                    every,
                    outcome -> tell(announcer, outcome));
            Follower.Ended ended = follower.run(stop);
            if (!stop.isAsked()) {
                new Upkeep(session, console).compact();
            }
            session.project().pushgateway().ifPresent(address -> new Pushgateway(address).push(session.metrics()));
            if (!options.logsJson()) {
                StreamSummary.tell(ended.report(), console);
            }
            ended.failures().forEach(failure -> console.error(Words.of(failure)));
            return Execution.statusOf(ended.failures());
        }
    }

    /** A round that found nothing new is no event. */
    private static void tell(Announcer announcer, Outcome outcome) {
        boolean isEmpty = outcome instanceof Outcome.Loaded loaded
                && loaded.report().loaded().isEmpty();
        boolean isSame = outcome instanceof Outcome.Published published
                && (published.publication() instanceof Publication.UpToDate
                        || published.publication() instanceof Publication.Nothing);
        if (!isEmpty && !isSame) {
            announcer.tell(outcome);
        }
    }

    private StreamSettings settings() {
        // A range waits for its end, then for the next generation.
        return topics.settings().committingAfter(every.multipliedBy(2).dividedBy(3));
    }
}
