package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Incremental;
import dev.eider.ingest.batch.IngestPlan.Scope;
import dev.eider.sandbox.CannedResponse;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Nonces;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is due, once more, and what becomes of two who do it. */
final class IngestPlanTest extends AgainstSandbox {
    @BeforeEach
    void setUp() {
        server.serve("/payments", CannedResponse.json(200, "{\"data\":[{\"a\":1}]}"));
        bench.daily();
    }

    @Test
    void readsEachIntervalThatIsOverOnce() throws Exception {
        assertThat(planned(new Scope.Due()))
                .containsExactly("ingest payment 2025-01-06, raw 0001", "ingest payment 2025-01-07, raw 0001");
        runAll();

        assertThat(planned(new Scope.Due())).isEmpty();
        assertThat(planned(new Scope.Named("2025-01-06"))).isEmpty();
    }

    @Test
    void readsOnceMoreWhatIsAskedFor() throws Exception {
        assertThat(again(new Scope.Named("2025-01-06"))).containsExactly("ingest payment 2025-01-06, raw 0001");
        runAll();

        assertThat(again(new Scope.Named("2025-01-06"))).containsExactly("ingest payment 2025-01-06, raw 0002 (again)");
        assertThat(again(new Scope.Between("2025-01-06", "2025-01-07")))
                .containsExactly(
                        "ingest payment 2025-01-06, raw 0002 (again)", "ingest payment 2025-01-07, raw 0002 (again)");
    }

    @Test
    void looksBackFromEachNewInterval() throws Exception {
        bench.incremental = Optional.of(new Incremental(LocalDate.of(2025, 1, 6), Incremental.Unit.DAY, 1, 1));
        runAll();
        Clock tomorrow = Clock.fixed(Instant.parse("2025-01-09T00:00:00Z"), ZoneOffset.UTC);

        List<IngestStep> steps = IngestPlan.due(bench.contract(), bench.ledger, tomorrow, new Scope.Due());

        assertThat(steps)
                .extracting(Object::toString)
                .containsExactly(
                        "ingest payment 2025-01-07, raw 0002 (lookback)", "ingest payment 2025-01-08, raw 0001");

        List<String> before = bench.keys();
        Ingested equal = bench.ingest().run(steps.get(0), bench.context());
        assertThat(equal.outcome()).isEqualTo(Ingested.Outcome.UNCHANGED);
        assertThat(equal.manifest().revision().number()).isEqualTo(1);
        assertThat(bench.keys()).isEqualTo(before);

        server.serve("/payments", CannedResponse.json(200, "{\"data\":[{\"a\":2}]}"));
        Ingested changed = bench.ingest().run(steps.get(0), bench.context());
        assertThat(changed.outcome()).isEqualTo(Ingested.Outcome.DONE);
        assertThat(changed.manifest().revision().number()).isEqualTo(2);
    }

    @Test
    void doesNotReadWhatStands() throws Exception {
        IngestStep step = bench.due().get(0);
        Manifest first = bench.ingest().run(step, bench.context()).manifest();
        long requests = server.counts().requests();

        Ingested second = bench.ingest().run(step, bench.context());

        assertThat(second.outcome()).isEqualTo(Ingested.Outcome.ALREADY);
        assertThat(second.manifest()).isEqualTo(first);
        assertThat(server.counts().requests()).isEqualTo(requests);
    }

    @Test
    void leavesNothingOfTheOneWhoComesSecond() throws Exception {
        IngestStep step = bench.due().get(0);
        Context slow = bench.context();
        // The rival commits between this run's reading and its own commit.
        Ledger overtaken = new Overtaken(bench.ledger, () -> {
            Context rival = new Context(
                    slow.bucket(),
                    slow.ledger(),
                    slow.clock(),
                    slow.limits(),
                    slow.scratch(),
                    Nonces.seeded(99),
                    slow.maskKey(),
                    slow.progress(),
                    slow.build());
            bench.ingest().run(step, rival);
        });
        Context context = new Context(
                slow.bucket(),
                overtaken,
                slow.clock(),
                slow.limits(),
                slow.scratch(),
                slow.nonces(),
                slow.maskKey(),
                slow.progress(),
                slow.build());

        Ingested second = bench.ingest().run(step, context);

        assertThat(second.outcome()).isEqualTo(Ingested.Outcome.ALREADY);
        assertThat(second.manifest()).isEqualTo(bench.ledger.open(step.revision()));
        List<String> named = second.manifest().outputs().stream()
                .map(file -> file.key().value())
                .toList();
        assertThat(bench.keys())
                .filteredOn(key -> key.startsWith("staging/"))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    private interface Act {
        void run() throws EiderException;
    }

    private record Overtaken(Ledger ledger, Act before) implements Ledger {
        @Override
        public Commit commit(Manifest manifest, Instant began) throws EiderException {
            before.run();
            return ledger.commit(manifest, began);
        }

        @Override
        public List<Revision> all(DatasetName dataset, StageName stage) throws EiderException {
            return ledger.all(dataset, stage);
        }

        @Override
        public List<Revision> held(List<Revision> revisions) throws EiderException {
            return ledger.held(revisions);
        }

        @Override
        public List<Revision> current(DatasetName dataset, StageName stage) throws EiderException {
            return ledger.current(dataset, stage);
        }

        @Override
        public Manifest open(Revision revision) throws EiderException {
            return ledger.open(revision);
        }

        @Override
        public Manifest.Input input(Revision revision) throws EiderException {
            return ledger.input(revision);
        }
    }

    private void runAll() throws EiderException {
        for (IngestStep step : bench.due()) {
            bench.ingest().run(step, bench.context());
        }
    }

    private List<String> planned(Scope scope) throws EiderException {
        return IngestPlan.due(bench.contract(), bench.ledger, Bench.CLOCK, scope).stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> again(Scope scope) throws EiderException {
        return IngestPlan.again(bench.contract(), bench.ledger, Bench.CLOCK, scope).stream()
                .map(Object::toString)
                .toList();
    }
}
