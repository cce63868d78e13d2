package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Project;
import dev.eider.ingest.batch.IngestPlan;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Ledger;
import dev.eider.zones.Revision;
import dev.eider.zones.Slices;
import dev.eider.zones.StageName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which batches a command is about.
 *
 * @param dataset one, or all of the project
 * @param slices which of a dataset's slices
 * @param again whether those that stand already are made once more
 */
record Scope(Optional<DatasetName> dataset, IngestPlan.Scope slices, Again again) {
    /** What to do with batches that stand already. */
    enum Again {
        NO,
        YES
    }

    static final Scope ALL_DUE = new Scope(Optional.empty(), new IngestPlan.Scope.Due(), Again.NO);

    boolean isAgain() {
        return again == Again.YES;
    }

    /** Whether a slice of this name is of the scope; names of slices sort by time. */
    private boolean isMeant(String slice) {
        if (slices instanceof IngestPlan.Scope.Named named) {
            return named.name().equals(slice);
        }
        return !(slices instanceof IngestPlan.Scope.Between between)
                || (slice.compareTo(between.from()) >= 0 && slice.compareTo(between.to()) <= 0);
    }

    /** Whether a revision's batch is of the scope; of a range of offsets, its time must lie between the days. */
    boolean isMeant(Contract contract, Ledger ledger, Revision revision) throws EiderException {
        if (slices instanceof IngestPlan.Scope.Between between
                && ChainId.of(revision.batch()).isPresent()) {
            Instant time = ledger.open(revision).sliceStart();
            return Slices.isBetween(contract, between.from(), between.to(), time);
        }
        if (slices instanceof IngestPlan.Scope.Named named) {
            Optional<RangeName> range = RangeName.parse(named.name());
            if (range.isPresent()) {
                return range.get().isOf(ledger, revision);
            }
        }
        return isMeant(revision.batch().slice());
    }

    /**
     * Raw batches of the range of offsets that the scope names: one, or one each of topics that had the name. Empty
     * where it names no range.
     *
     * @throws EiderException of code NOT_FOUND where no dataset of the scope has such a range
     */
    Set<BatchId> ranges(Project project, Ledger ledger) throws EiderException {
        Optional<RangeName> name = Optional.of(slices)
                .filter(IngestPlan.Scope.Named.class::isInstance)
                .flatMap(named -> RangeName.parse(((IngestPlan.Scope.Named) named).name()));
        if (name.isEmpty()) {
            return Set.of();
        }
        Set<BatchId> found = new TreeSet<>();
        for (Contract contract : contracts(project)) {
            for (Revision raw : ledger.current(contract.dataset(), StageName.RAW)) {
                if (name.get().isOf(ledger, raw)) {
                    found.add(raw.batch());
                }
            }
        }
        if (found.isEmpty()) {
            throw new EiderException(
                    ErrorCode.NOT_FOUND,
                    "Range not found: " + name.get()
                            + dataset.map(one -> " of " + one).orElse(""),
                    "A range is named by its topic, partition and first offset, as in the places of eider errors list");
        }
        return found;
    }

    /** Contracts of the scope, in the order of their names. */
    List<Contract> contracts(Project project) throws EiderException {
        if (dataset.isEmpty()) {
            return project.datasets();
        }
        Contract contract = project.dataset(dataset.get())
                .orElseThrow(() -> new EiderException(
                        ErrorCode.NOT_FOUND,
                        "Dataset not found: " + dataset.get(),
                        "one of "
                                + project.datasets().stream()
                                        .map(c -> c.dataset().value())
                                        .toList()));
        return List.of(contract);
    }
}
