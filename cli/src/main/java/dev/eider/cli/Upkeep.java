package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.zones.BatchId;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.HistoryCompactor;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.Superseded;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a run does for the next ones, once its own work is done. */
final class Upkeep {
    /** Archives of a dataset's stage in one run, so that a long history does not make a run long. */
    private static final int ARCHIVES_MAX = 1;

    private final Session session;
    private final Console console;

    Upkeep(Session session, Console console) {
        this.session = session;
        this.console = console;
    }

    /** Tells the store which objects the run has replaced. A failure is told and is none of the run. */
    void markReplaced(List<Outcome> outcomes) {
        Set<BatchId> replaced = new TreeSet<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Judged judged && judged.commit() instanceof Commit.Done done) {
                Revision revision = done.manifest().revision();
                if (revision.input() > 1 || revision.number() > 1) {
                    replaced.add(revision.batch());
                }
            }
        }
        try {
            Superseded.mark(session.context().bucket(), session.context().ledger(), replaced);
        } catch (EiderException e) {
            console.note("replaced objects were not marked, eider bucket clean does it: " + e.getMessage());
        }
    }

    /** Archives closed manifests where there are many. A failure is told and is none of the run. */
    void compact() {
        Context context = session.context();
        HistoryCompactor history = new HistoryCompactor(context.bucket(), context.clock());
        try {
            for (Contract contract : session.project().datasets()) {
                for (StageName stage : StageName.values()) {
                    if (history.isDue(contract.dataset(), stage)) {
                        history.compact(contract.dataset(), stage, ARCHIVES_MAX);
                    }
                }
            }
        } catch (EiderException e) {
            console.note("old manifests were not archived, the next run tries again: " + e.getMessage());
        }
    }
}
