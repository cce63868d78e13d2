package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode.Owner;
import dev.eider.metrics.Pushgateway;
import java.util.Comparator;
import java.util.List;

/** Runs a plan for a command: tells how it goes, pushes metrics, sums up, and gives the exit status. */
final class Execution {
    /** The less waiting helps, the graver. */
    private static final List<Owner> GRAVEST_LAST =
            List.of(Owner.BUSY, Owner.TRANSIENT, Owner.QUALITY, Owner.SOURCE, Owner.USER, Owner.INTERNAL);

    private final Session session;
    private final Surroundings surroundings;
    private final ProjectOptions options;

    Execution(Session session, Surroundings surroundings, ProjectOptions options) {
        this.session = session;
        this.surroundings = surroundings;
        this.options = options;
    }

    int run(Plan plan) throws EiderException {
        Console console = surroundings.console();
        if (plan.isEmpty() && !options.logsJson()) {
            console.line(console.green("up to date") + "  nothing is due, nothing was changed");
            return 0;
        }
        List<Outcome> outcomes = execute(plan);
        new Upkeep(session, console).markReplaced(outcomes);
        session.project().pushgateway().ifPresent(address -> new Pushgateway(address).push(session.metrics()));
        if (!options.logsJson()) {
            new Summary(session, console).print(outcomes);
        }
        return status(outcomes);
    }

    /** Executes the plan and tells of each step. */
    List<Outcome> execute(Plan plan) throws EiderException {
        Console console = surroundings.console();
        try (Announcer announcer = options.logsJson()
                        ? new JsonAnnouncer(console)
                        : console.isTerminal() ? new BarAnnouncer(console, plan) : new LineAnnouncer(console);
                Runner runner = new Runner(session, announcer::tell)) {
            return runner.run(plan);
        }
    }

    /** The exit status of the gravest failure. */
    static int status(List<Outcome> outcomes) {
        return statusOf(
                outcomes.stream().flatMap(outcome -> outcome.failure().stream()).toList());
    }

    /** The same of failures. */
    static int statusOf(List<EiderException> failures) {
        return failures.stream()
                .map(failure -> failure.code().owner())
                .max(Comparator.comparing(GRAVEST_LAST::indexOf))
                .map(Owner::exitStatus)
                .orElse(0);
    }
}
