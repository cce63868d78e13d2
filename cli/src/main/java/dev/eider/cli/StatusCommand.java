package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.core.Generations;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells how far each dataset is. */
@Command(
        name = "status",
        description = "How far each dataset is: batches read, judged, held, stale, due; what readers see.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nWords:%n",
        footer = {
            "  held   the newest revision failed its quality gate; the star keeps the one before",
            "  stale  newer raw was read and is not judged yet",
            "  due    steps that eider run would do now"
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            Plan plan = new Planner(session).planBatches(Scope.ALL_DUE);
            TextTable table = new TextTable("dataset", "batches", "newest", "judged", "held", "stale", "due");
            for (Contract contract : session.project().datasets()) {
                row(table, session.context().ledger(), contract, plan);
            }
            console.line(console.bold("Project " + session.project().name()) + " ("
                    + session.project().environment() + "), "
                    + session.context().bucket().describe());
            table.lines(console).forEach(console::line);
            console.line();
            Optional<Generations.Entry> current = Warehouse.generations(session).list().stream()
                    .filter(Generations.Entry::isCurrent)
                    .findFirst();
            console.line(current.map(StatusCommand::published).orElse("nothing is published yet"));
            return 0;
        }
    }

    private static String published(Generations.Entry entry) {
        return "readers see generation " + entry.generation().number() + " of "
                + entry.generation().publishedAt()
                + (entry.isPinned() ? ", pinned by a rollback (eider publish --unpin lifts it)" : "");
    }

    /** The last interval, or the last range of offsets and the time it begins. */
    private static String newest(Ledger ledger, List<Revision> raw) throws EiderException {
        Optional<Revision> interval = raw.stream()
                .filter(revision -> ChainId.of(revision.batch()).isEmpty())
                .reduce((a, b) -> b);
        if (raw.isEmpty() || interval.isPresent()) {
            return interval.map(revision -> revision.batch().slice()).orElse("-");
        }
        Map<ChainId, Revision> lasts = new TreeMap<>();
        raw.forEach(revision -> lasts.put(ChainId.of(revision.batch()).orElseThrow(), revision));
        Optional<Manifest> newest = Optional.empty();
        for (Revision last : lasts.values()) {
            Manifest manifest = ledger.open(last);
            if (newest.isEmpty() || manifest.committedAt().isAfter(newest.get().committedAt())) {
                newest = Optional.of(manifest);
            }
        }
        return newest.flatMap(Manifest::offsets).map(OffsetRange::toString).orElse("-");
    }

    private static void row(TextTable table, Ledger ledger, Contract contract, Plan plan) throws EiderException {
        List<Revision> raw = ledger.current(contract.dataset(), StageName.RAW);
        Map<BatchId, Revision> staged = ledger.current(contract.dataset(), StageName.STAGE).stream()
                .collect(Collectors.toMap(Revision::batch, Function.identity()));
        long stale = raw.stream()
                        .filter(r -> ChainId.of(r.batch()).isEmpty())
                        .filter(r -> !staged.containsKey(r.batch())
                                || staged.get(r.batch()).input() < r.number())
                        .count()
                + Chains.unstaged(ledger, contract.dataset()).values().stream()
                        .mapToLong(List::size)
                        .sum();
        int held = ledger.held(List.copyOf(staged.values())).size();
        long due = plan.steps().stream()
                .filter(step ->
                        step.dataset().filter(contract.dataset()::equals).isPresent())
                .count();
        table.row(contract.dataset(), raw.size(), newest(ledger, raw), staged.size(), held, stale, due);
    }
}
