package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Lifecycle;
import dev.eider.zones.LifecycleRule;
import dev.eider.zones.RetentionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The rules of a project's store, as they stand and as its retention asks for. */
final class BucketRules {
    private final Session session;
    private final Lifecycle lifecycle;
    private final List<LifecycleRule> wanted;

    private BucketRules(Session session, Lifecycle lifecycle) {
        this.session = session;
        this.lifecycle = lifecycle;
        this.wanted = RetentionRules.of(session.project().retention(), lifecycle.archiveClass());
    }

    /** @throws EiderException of code NOT_SUPPORTED for a store without rules, like a folder */
    static BucketRules of(Session session) throws EiderException {
        Optional<Lifecycle> lifecycle = session.context().bucket().lifecycle();
        return new BucketRules(
                session,
                lifecycle.orElseThrow(() -> new EiderException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot set rules: " + session.context().bucket().describe() + " keeps no rules of its own",
                        "eider bucket clean does what retention says")));
    }

    Lifecycle.Rules read() throws EiderException {
        return lifecycle.read();
    }

    /** Writes what retention asks for in the place of what was read. */
    void write(Lifecycle.Rules read) throws EiderException {
        if (lifecycle.write(read, wanted).isEmpty()) {
            throw new EiderException(
                    ErrorCode.OVERTAKEN,
                    "Cannot set rules: somebody changed them meanwhile",
                    "eider bucket plan, then apply again");
        }
    }

    boolean isUpToDate(Lifecycle.Rules rules) {
        return rules.own().equals(wanted);
    }

    /** Every rule, marked by what writing does to it. */
    List<String> changes(Lifecycle.Rules rules, Console console) {
        TreeSet<LifecycleRule> all = new TreeSet<>(rules.own());
        all.addAll(wanted);
        List<String> lines = new ArrayList<>();
        for (LifecycleRule rule : all) {
            boolean stands = rules.own().contains(rule);
            boolean stays = wanted.contains(rule);
            String line = (stands ? stays ? "  = " : "  - " : "  + ") + describe(rule);
            lines.add(stands && stays ? line : stands ? console.red(line) : console.green(line));
        }
        rules.foreign().forEach(rule -> lines.add(console.dim("  = " + rule + "  (not Eider's, stays)")));
        return lines;
    }

    String place() {
        return session.context().bucket().describe();
    }

    static String describe(LifecycleRule rule) {
        String from = rule.since() == LifecycleRule.Since.SUPERSEDED ? " superseded for " : " older than ";
        return rule.prefix() + from + Format.count(rule.days(), "day") + "  "
                + rule.storageClass().map(name -> "goes to " + name).orElse("is deleted");
    }
}
