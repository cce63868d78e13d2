package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.core.Loader;
import dev.eider.ingest.batch.IngestPlan;
import dev.eider.ingest.batch.IngestStep;
import dev.eider.staging.duckdb.Staging;
import dev.eider.staging.duckdb.StagingStep;
import dev.eider.zones.BatchId;
import dev.eider.zones.Context;
import dev.eider.zones.Ledger;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds what there is to do: from object names, and from what the loader's file says of itself. */
final class Planner {
    private final Session session;

    Planner(Session session) {
        this.session = session;
    }

    /**
     * The whole path: what is due to be read, judged, loaded, published. Each batch is staged right after it is read,
     * so that a failure later on leaves whole batches behind.
     */
    Plan plan(Scope scope) throws EiderException {
        List<Step> steps = new ArrayList<>(planBatches(scope).steps());
        addWarehouse(steps);
        return new Plan(steps);
    }

    /** The same without the warehouse, from object names alone. */
    Plan planBatches(Scope scope) throws EiderException {
        List<Step> steps = new ArrayList<>();
        for (Contract contract : scope.contracts(session.project())) {
            Map<BatchId, StagingStep> stagings = dueStagings(contract);
            Map<BatchId, IngestStep> ingests = new TreeMap<>();
            for (IngestStep ingest : ingests(contract, scope)) {
                BatchId batch = ingest.revision().batch();
                ingests.put(batch, ingest);
                stagings.put(
                        batch,
                        new StagingStep(ingest.revision(), ingest.revision().staged(1)));
            }
            stagings.forEach((batch, staging) -> {
                Optional.ofNullable(ingests.get(batch)).ifPresent(ingest -> steps.add(new Step.Ingest(ingest)));
                steps.add(new Step.Stage(contract, staging));
            });
        }
        return new Plan(steps);
    }

    Plan planIngest(Scope scope) throws EiderException {
        List<Step> steps = new ArrayList<>();
        for (Contract contract : scope.contracts(session.project())) {
            ingests(contract, scope).forEach(step -> steps.add(new Step.Ingest(step)));
        }
        return new Plan(steps);
    }

    /** Stagings of the scope: those due, or, again, those of the named slice. */
    Plan planStage(Scope scope) throws EiderException {
        List<Step> steps = new ArrayList<>();
        for (Contract contract : scope.contracts(session.project())) {
            stagings(contract, scope).forEach(step -> steps.add(new Step.Stage(contract, step)));
        }
        return new Plan(steps);
    }

    private List<StagingStep> stagings(Contract contract, Scope scope) throws EiderException {
        Set<BatchId> meant = new HashSet<>();
        Ledger ledger = session.context().ledger();
        for (Revision raw : ledger.current(contract.dataset(), StageName.RAW)) {
            if (scope.isMeant(contract, ledger, raw)) {
                meant.add(raw.batch());
            }
        }
        try (Staging staging = Judges.of(session, contract)) {
            return scope.isAgain() ? staging.again(meant::contains) : staging.due(meant::contains);
        }
    }

    /** Topics are followed rather than read by intervals: they say so only where somebody names one. */
    private List<IngestStep> ingests(Contract contract, Scope scope) throws EiderException {
        if (contract.source().api().isEmpty() && scope.dataset().isEmpty()) {
            return List.of();
        }
        Context context = session.context();
        return scope.isAgain()
                ? IngestPlan.again(contract, context.ledger(), context.clock(), scope.slices())
                : IngestPlan.due(contract, context.ledger(), context.clock(), scope.slices());
    }

    private Map<BatchId, StagingStep> dueStagings(Contract contract) throws EiderException {
        Map<BatchId, StagingStep> due = new TreeMap<>();
        try (Staging staging = Judges.of(session, contract)) {
            for (StagingStep step : staging.due()) {
                due.put(step.raw().batch(), step);
            }
        }
        return due;
    }

    private void addWarehouse(List<Step> steps) throws EiderException {
        boolean isLoadDue = !steps.isEmpty();
        boolean isPublishDue = isLoadDue;
        if (steps.isEmpty()) {
            Loader.Pending pending = Warehouse.loader(session).pending();
            isLoadDue = pending.isLoadDue();
            isPublishDue = isLoadDue || pending.isUnpublished();
        }
        if (isLoadDue) {
            steps.add(new Step.Load());
        }
        if (isPublishDue) {
            steps.add(new Step.Publish());
        }
    }
}
