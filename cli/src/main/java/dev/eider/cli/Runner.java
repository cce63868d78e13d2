package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Incremental;
import dev.eider.ingest.batch.BatchIngest;
import dev.eider.ingest.batch.IngestAhead;
import dev.eider.ingest.batch.IngestStep;
import dev.eider.ingest.batch.Ingested;
import dev.eider.staging.duckdb.Staging;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes a plan as it stands, step by step. A dataset whose step fails is left at its last whole batch; the others
 * go on, and what is whole is loaded and published. Owned by one thread.
 */
final class Runner implements AutoCloseable {
    private final Session session;
    private final Consumer<Outcome> listener;
    private final BatchIngest reader;
    private final Map<DatasetName, IngestAhead> ahead = new HashMap<>();
    private @Nullable Staging judge;
    private @Nullable Contract judged;
    private final Set<DatasetName> broken = new HashSet<>();

    /** @param listener told of each outcome as it comes */
    Runner(Session session, Consumer<Outcome> listener) {
        this.session = session;
        this.listener = listener;
        // The seed spreads retries of several runs in time; nothing else depends on it.
        long seed = session.context().clock().millis();
        this.reader = new BatchIngest(session.project().connections(), session.recorder(), seed);
    }

    List<Outcome> run(Plan plan) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean isLoaded = true;
        readAhead(plan);
        for (Step step : plan.steps()) {
            boolean leftOut = step.dataset().map(broken::contains).orElse(step instanceof Step.Publish && !isLoaded);
            Outcome outcome = leftOut ? new Outcome.LeftOut(step) : attempt(step);
            if (outcome instanceof Outcome.Failed) {
                step.dataset().ifPresent(broken::add);
                isLoaded &= !(step instanceof Step.Load);
            }
            StarMetrics.count(session.recorder(), outcome);
            outcomes.add(outcome);
            listener.accept(outcome);
        }
        return outcomes;
    }

    private Outcome attempt(Step step) {
        Clock clock = session.context().clock();
        Instant start = clock.instant();
        try {
            return execute(step, start);
        } catch (EiderException e) {
            return new Outcome.Failed(step, e, Duration.between(start, clock.instant()));
        }
    }

    /** Datasets whose contract reads several intervals at once are read ahead, the others one by one. */
    private void readAhead(Plan plan) {
        Map<DatasetName, List<IngestStep>> steps = new TreeMap<>();
        for (Step.Ingest step : plan.steps(Step.Ingest.class)) {
            steps.computeIfAbsent(step.step().contract().dataset(), name -> new ArrayList<>())
                    .add(step.step());
        }
        steps.forEach((dataset, ingests) -> {
            int atOnce = ingests.get(0)
                    .contract()
                    .source()
                    .incremental()
                    .map(Incremental::parallel)
                    .orElse(1);
            if (atOnce > 1) {
                ahead.put(dataset, new IngestAhead(reader, ingests, session.context(), atOnce));
            }
        });
    }

    private Ingested read(IngestStep step) throws EiderException {
        IngestAhead taken = ahead.get(step.contract().dataset());
        return taken == null ? reader.run(step, session.context()) : taken.take(step);
    }

    private Outcome execute(Step step, Instant start) throws EiderException {
        if (step instanceof Step.Ingest ingest) {
            return new Outcome.Read(ingest, read(ingest.step()), since(start));
        }
        if (step instanceof Step.Stage stage) {
            return new Outcome.Judged(stage, judge(stage.contract()).run(stage.step()), since(start));
        }
        closeJudge();
        if (step instanceof Step.Load) {
            return new Outcome.Loaded(step, Warehouse.loader(session).load(), since(start));
        }
        return new Outcome.Published(step, Warehouse.publisher(session).publish(), since(start));
    }

    private Duration since(Instant start) {
        return Duration.between(start, session.context().clock().instant());
    }

    /** The staging of the dataset, with DuckDB's memory to itself: a plan's steps come dataset by dataset. */
    private Staging judge(Contract contract) throws EiderException {
        Staging known = judge;
        if (known == null || !contract.equals(judged)) {
            closeJudge();
            known = Judges.of(session, contract);
            judge = known;
            judged = contract;
        }
        return known;
    }

    private void closeJudge() throws EiderException {
        if (judge != null) {
            judge.close();
            judge = null;
        }
    }

    @Override
    public void close() throws EiderException {
        ahead.values().forEach(IngestAhead::close);
        closeJudge();
    }
}
