package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Context;
import dev.eider.zones.ErrorReader;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Expiry;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The errors of current staged revisions. */
final class ErrorZone {
    private final Session session;
    private final List<EiderException> expired = new ArrayList<>();

    ErrorZone(Session session) {
        this.session = session;
    }

    /**
     * Manifests of the scope's current staged revisions, in the order of batches. One that judged more than the range
     * of offsets that is named is among them.
     */
    List<Manifest> manifests(Scope scope) throws EiderException {
        Ledger ledger = session.context().ledger();
        Set<BatchId> ranges = scope.ranges(session.project(), ledger);
        List<Manifest> manifests = new ArrayList<>();
        for (BatchId range : ranges) {
            manifests.addAll(manifests(range));
        }
        if (!ranges.isEmpty()) {
            return manifests;
        }
        for (Contract contract : scope.contracts(session.project())) {
            for (Revision revision : ledger.current(contract.dataset(), StageName.STAGE)) {
                if (scope.isMeant(contract, ledger, revision)) {
                    manifests.add(ledger.open(revision));
                }
            }
        }
        return manifests;
    }

    /** Whether an error is of the range of offsets that the scope names; where it names none, all are. */
    Predicate<ErrorRecord> ofRange(Scope scope) throws EiderException {
        Set<BatchId> ranges = scope.ranges(session.project(), session.context().ledger());
        return error -> ranges.isEmpty() || ranges.contains(error.raw().batch());
    }

    /** Manifests of the current stagings that a raw batch is in: one at most. */
    List<Manifest> manifests(BatchId raw) throws EiderException {
        Ledger ledger = session.context().ledger();
        if (ChainId.of(raw).isPresent()) {
            return new Chains(session.context().bucket(), ledger, raw.dataset())
                    .staging(raw).stream().toList();
        }
        List<Manifest> manifests = new ArrayList<>();
        for (Revision revision : ledger.current(raw.dataset(), StageName.STAGE)) {
            if (revision.batch().equals(raw)) {
                manifests.add(ledger.open(revision));
            }
        }
        return manifests;
    }

    /** At most {@code max} error records that the filter takes, in the order of batches and places. */
    List<ErrorRecord> find(List<Manifest> manifests, Predicate<ErrorRecord> filter, int max) throws EiderException {
        Context context = session.context();
        List<ErrorRecord> found = new ArrayList<>();
        for (Manifest manifest : manifests) {
            for (StoredFile file : manifest.outputs(StoredFile.Role.ERRORS)) {
                if (found.size() >= max) {
                    return found;
                }
                try (ErrorReader reader = open(context, manifest, file)) {
                    Optional<ErrorRecord> error = reader.next();
                    while (error.isPresent() && found.size() < max) {
                        error.filter(filter).ifPresent(found::add);
                        error = reader.next();
                    }
                } catch (EiderException e) {
                    if (e.code() != ErrorCode.EXPIRED) {
                        throw e;
                    }
                    expired.add(e);
                }
            }
        }
        return found;
    }

    /** The first file that was passed over, since it expired. */
    Optional<EiderException> expired() {
        return expired.stream().findFirst();
    }

    /** @throws EiderException of code EXPIRED, or CORRUPT_OBJECT for one that is missing before its time */
    static ErrorReader open(Context context, Manifest manifest, StoredFile file) throws EiderException {
        try {
            return ErrorReader.open(context.bucket(), file.key(), context.limits());
        } catch (EiderException e) {
            throw Expiry.explain(
                    e, context, manifest, file, "Stage its batch again: eider stage --dataset … --interval … --again");
        }
    }
}
