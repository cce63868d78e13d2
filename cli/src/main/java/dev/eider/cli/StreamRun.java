package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import dev.eider.ingest.stream.StreamIngest;
import dev.eider.ingest.stream.StreamListener;
import dev.eider.ingest.stream.StreamReport;
import dev.eider.ingest.stream.StreamSettings;
import dev.eider.metrics.Pushgateway;
import java.util.ArrayList;
import java.util.List;

/** Reads topics, and stages what is read beside it, until the run ends or is stopped. */
final class StreamRun {
    private final Surroundings surroundings;
    private final ProjectOptions options;
    private final Stages stages;

    /** How far records go. */
    enum Stages {
        RAW,
        RAW_AND_CLEAN
    }

    StreamRun(Surroundings surroundings, ProjectOptions options, Stages stages) {
        this.surroundings = surroundings;
        this.options = options;
        this.stages = stages;
    }

    /** The exit status. */
    int run(Project project, List<Contract> contracts, StreamSettings settings) {
        StreamStop stop = new StreamStop();
        try (Ending ending = new Ending(stop::ask)) {
            int status;
            try {
                status = read(project, contracts, settings, stop);
            } catch (EiderException | RuntimeException e) {
                status = Failures.report(surroundings, e);
            }
            surroundings.console().flush();
            return ending.with(status);
        }
    }

    private int read(Project project, List<Contract> contracts, StreamSettings settings, StreamStop stop)
            throws EiderException {
        Console console = surroundings.console();
        try (Session session = Session.open(project, surroundings);
                Housekeeping housekeeping = new Housekeeping(session, console);
                StreamAnnouncer announcer = StreamAnnouncer.of(console, options)) {
            housekeeping.start();
            List<EiderException> failures = new ArrayList<>();
            StreamReport report = stages == Stages.RAW
                    ? ingest(session, contracts, settings, announcer, stop)
                    : ingestAndStage(session, contracts, settings, announcer, stop, failures);
            if (!stop.isAsked()) {
                new Upkeep(session, console).compact();
            }
            project.pushgateway().ifPresent(address -> new Pushgateway(address).push(session.metrics()));
            announcer.finish();
            if (!options.logsJson()) {
                StreamSummary.tell(report, console);
            }
            failures.addAll(StreamSummary.failures(report));
            failures.forEach(failure -> console.error(Words.of(failure)));
            return Execution.statusOf(failures);
        }
    }

    private StreamReport ingest(
            Session session,
            List<Contract> contracts,
            StreamSettings settings,
            StreamListener listener,
            StreamStop stop)
            throws EiderException {
        StreamIngest ingest = new StreamIngest(
                session.project().connections(), contracts, session.context(), session.recorder(), settings, listener);
        stop.set(ingest::stop);
        return ingest.run();
    }

    private StreamReport ingestAndStage(
            Session session,
            List<Contract> contracts,
            StreamSettings settings,
            StreamAnnouncer announcer,
            StreamStop stop,
            List<EiderException> failures)
            throws EiderException {
        try (InlineStaging staging = new InlineStaging(
                session,
                new Upkeep(session, surroundings.console()),
                contracts,
                InlineStaging.Gathering.CALM,
                announcer::staged)) {
            staging.start();
            try {
                return ingest(session, contracts, settings, announcer.and(staging), stop);
            } finally {
                staging.end(stop);
                failures.addAll(staging.failures());
            }
        }
    }
}
