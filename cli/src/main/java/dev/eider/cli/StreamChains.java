package dev.eider.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.ingest.stream.PartitionStatus;
import dev.eider.ingest.stream.StreamStatus;
import dev.eider.zones.Chain;
import dev.eider.zones.Chains;
import dev.eider.zones.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells how far the partitions of topics are, and gives them to another engine. */
final class StreamChains {
    /** Steps that are told; the table has the rest. */
    private static final int STEPS_MAX = 5;

    private final Session session;
    private final Console console;

    StreamChains(Session session, Console console) {
        this.session = session;
        this.console = console;
    }

    int tell(List<Contract> contracts) throws EiderException {
        List<PartitionStatus> partitions = partitions(contracts);
        if (partitions.isEmpty()) {
            console.line("none  no topic that is read is there yet");
            return 0;
        }
        TextTable table =
                new TextTable("dataset", "topic", "partition", "chain", "reader", "log", "raw", "lag", "state");
        for (PartitionStatus each : partitions) {
            table.row(
                    each.dataset(),
                    each.topic(),
                    each.partition(),
                    each.chain()
                            .map(chain -> Integer.toString(chain.id().number()))
                            .orElse("-"),
                    each.chain().map(chain -> name(chain.owner())).orElse("-"),
                    each.begin().isPresent()
                            ? each.begin().getAsLong() + " to "
                                    + each.readable().getAsLong()
                            : "gone",
                    each.end().isPresent() ? "to " + each.end().getAsLong() : "-",
                    text(each.lag()),
                    name(each.state()).replace('_', ' '));
        }
        table.lines(console).forEach(console::line);
        partitions.stream()
                .map(StreamChains::step)
                .flatMap(Optional::stream)
                .distinct()
                .limit(STEPS_MAX)
                .forEach(step -> console.note("next: " + step));
        return 0;
    }

    /** The same for programs: a line of JSON a partition, with the same members in each. */
    int tellJson(List<Contract> contracts) throws EiderException {
        for (PartitionStatus each : partitions(contracts)) {
            Optional<Chain> chain = each.chain();
            console.line(JsonNodeFactory.instance
                    .objectNode()
                    .put("event", "partition")
                    .put("dataset", each.dataset().value())
                    .put("topic", each.topic())
                    .put("partition", each.partition())
                    .put("state", name(each.state()))
                    .put("reader", chain.map(found -> name(found.owner())).orElse(null))
                    .put("chain", chain.map(found -> found.id().number()).orElse(null))
                    .put("end", boxed(each.end()))
                    .put("log_begin", boxed(each.begin()))
                    .put("log_end", boxed(each.readable()))
                    .put("lag", boxed(each.lag()))
                    .toString());
        }
        return 0;
    }

    private List<PartitionStatus> partitions(List<Contract> contracts) throws EiderException {
        List<PartitionStatus> all = new ArrayList<>();
        for (Contract contract : contracts) {
            StreamStatus found = StreamStatus.of(session.project().connections(), contract, session.context());
            found.unmatched().forEach(console::warn);
            all.addAll(found.partitions());
        }
        return all;
    }

    /** What a person does so that a partition is read on. */
    private static Optional<String> step(PartitionStatus each) {
        String part = each.topic() + ":" + each.partition();
        return switch (each.state()) {
            case NOT_BEGUN -> Optional.of("eider stream --until-caught-up");
            case MADE_ANEW -> Optional.of("eider stream --open-chain " + each.topic());
            case ADDED, TRUNCATED -> Optional.of("eider stream --open-chain " + part);
            case MISSING_OFFSETS -> Optional.of("eider stream --accept-gap " + part);
            case READ, GONE, NOT_READ_ANY_MORE -> Optional.empty();
        };
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

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static String text(OptionalLong count) {
        return count.isPresent() ? Format.count(count.getAsLong()) : "-";
    }
}
