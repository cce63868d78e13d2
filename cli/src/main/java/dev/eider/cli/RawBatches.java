package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.batch.IngestPlan;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The raw batches of a dataset that a scope means. */
final class RawBatches {
    private RawBatches() {}

    /**
     * Their current revisions, in the order of batches.
     *
     * @throws EiderException of code NOT_FOUND where the scope names some and there is none
     */
    static List<Revision> of(Session session, Contract contract, Scope scope) throws EiderException {
        Ledger ledger = session.context().ledger();
        scope.ranges(session.project(), ledger);
        List<Revision> all = ledger.current(contract.dataset(), StageName.RAW);
        List<Revision> meant = new ArrayList<>();
        for (Revision revision : all) {
            if (scope.isMeant(contract, ledger, revision)) {
                meant.add(revision);
            }
        }
        if (!meant.isEmpty() || scope.slices() instanceof IngestPlan.Scope.Due) {
            return meant;
        }
        throw new EiderException(
                ErrorCode.NOT_FOUND,
                "Batches not found: " + contract.dataset() + " " + name(scope),
                days(contract, ledger, all)
                        .map(days -> "Ranges of offsets are of the day of their first record's timestamp, here " + days
                                + "; or name one: --interval TOPIC-PARTITION@OFFSET")
                        .orElse("eider status"));
    }

    /**
     * The stagings of these batches; of one that is named, if none judged others with it.
     *
     * @throws EiderException where one did: clean does not keep ranges of offsets apart that were judged together
     */
    static List<Manifest> wholly(Scope scope, List<Revision> raw, List<Manifest> stagings) throws EiderException {
        if (!(scope.slices() instanceof IngestPlan.Scope.Named)) {
            return stagings;
        }
        for (Manifest staged : stagings) {
            for (Manifest.Input input : staged.inputs()) {
                boolean isMeant = raw.stream()
                        .anyMatch(each -> each.batch().equals(input.revision().batch()));
                if (!isMeant && Chains.isIn(input.revision().batch(), staged)) {
                    OffsetRange together = staged.offsets().orElseThrow();
                    throw new EiderException(
                            ErrorCode.INVALID_ARGUMENT,
                            "Cannot send a part of what was judged together: " + together,
                            "Send all of the dataset, or --zone raw");
                }
            }
        }
        return stagings;
    }

    private static String name(Scope scope) {
        if (scope.slices() instanceof IngestPlan.Scope.Between between) {
            return "from " + between.from() + " to " + between.to();
        }
        return ((IngestPlan.Scope.Named) scope.slices()).name();
    }

    /** The first and the last day of ranges; empty where there is none. */
    private static Optional<String> days(Contract contract, Ledger ledger, List<Revision> all) throws EiderException {
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (Revision revision : all) {
            if (ChainId.of(revision.batch()).isPresent()) {
                Instant time = ledger.open(revision).sliceStart();
                first = time.isBefore(first) ? time : first;
                last = time.isAfter(last) ? time : last;
            }
        }
        return first.isAfter(last)
                ? Optional.empty()
                : Optional.of(LocalDate.ofInstant(first, contract.timezone()) + " to "
                        + LocalDate.ofInstant(last, contract.timezone()));
    }
}
