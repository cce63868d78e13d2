package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.ingest.stream.StreamStatus;
import dev.eider.zones.Chain;
import dev.eider.zones.Chains;
import dev.eider.zones.Context;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Tells how far the partitions of topics are, and gives them to another engine. */
final class StreamChains {
    private final Session session;
    private final Console console;

    StreamChains(Session session, Console console) {
        this.session = session;
        this.console = console;
    }

    int tell(List<Contract> contracts) throws EiderException {
        TextTable table = new TextTable("dataset", "topic", "partition", "chain", "reader", "log", "raw", "lag");
        for (Contract contract : contracts) {
            for (StreamStatus.Row row : StreamStatus.of(session.project().connections(), contract, session.context())) {
                Chain chain = row.chain();
                table.row(
                        row.dataset(),
                        chain.topic(),
                        chain.id().partition(),
                        chain.id().number(),
                        name(chain.owner()),
                        row.begin().isPresent()
                                ? row.begin().getAsLong() + " to "
                                        + row.readable().getAsLong()
                                : "gone",
                        "to " + row.end(),
                        text(row.lag()));
            }
        }
        if (table.isEmpty()) {
            return none();
        }
        table.lines(console).forEach(console::line);
        return 0;
    }

    private int none() {
        console.line("none  nothing was read from topics yet");
        console.note("next: eider stream --until-caught-up");
        return 0;
    }

    int handOver(List<Contract> contracts, Chain.Engine owner) throws EiderException {
        Context context = session.context();
        long handed = 0;
        long all = 0;
        for (Contract contract : contracts) {
            Chains chains = new Chains(context.bucket(), context.ledger(), contract.dataset());
            for (Chain chain : StreamStatus.last(contract.dataset(), context)) {
                all++;
                if (chain.owner() != owner) {
                    chains.handOver(chain.id(), owner);
                    handed++;
                }
            }
        }
        if (all == 0) {
            return none();
        }
        console.line(
                handed == 0
                        ? console.green("up to date") + "  " + name(owner) + " has them all"
                        : console.green("handed over") + "  " + Format.count(handed, "partition") + " to "
                                + name(owner));
        return 0;
    }

    private static String name(Chain.Engine owner) {
        return owner.name().toLowerCase(Locale.ROOT);
    }

    private static String text(OptionalLong count) {
        return count.isPresent() ? Format.count(count.getAsLong()) : "-";
    }
}
