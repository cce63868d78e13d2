package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.batch.IngestPlan.Scope;
import dev.eider.metrics.Recorder;
import dev.eider.sandbox.CannedResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IngestAheadTest extends AgainstSandbox {
    @BeforeEach
    void setUp() {
        server.serve("/payments", CannedResponse.json(200, "{\"data\":[{\"a\":1}]}"));
        bench.daily();
    }

    @Test
    void handsOutcomesInTheOrderOfThePlan() throws Exception {
        List<IngestStep> steps = tenDays();
        try (IngestAhead ahead = new IngestAhead(bench.ingest(), steps, bench.context(), 3)) {
            for (IngestStep step : steps) {
                Ingested ingested = ahead.take(step);

                assertThat(ingested.manifest().revision()).isEqualTo(step.revision());
                assertThat(ingested.outcome()).isEqualTo(Ingested.Outcome.DONE);
            }
        }
        assertThat(IngestPlan.due(bench.contract(), bench.ledger, later(), new Scope.Due()))
                .isEmpty();
    }

    @Test
    void worksOnAsManyStepsAtOnceAsAllowed() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        bench.recorder = new Recorder() {
            @Override
            public void requests(String dataset, String outcome, long count) {
                both.countDown();
                try {
                    assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        List<IngestStep> steps = tenDays();
        try (IngestAhead ahead = new IngestAhead(bench.ingest(), steps, bench.context(), 2)) {
            assertThat(ahead.take(steps.get(0)).outcome()).isEqualTo(Ingested.Outcome.DONE);
        }
    }

    @Test
    void goesNoFurtherAheadThanAllowed() throws Exception {
        List<IngestStep> steps = tenDays();
        try (IngestAhead ahead = new IngestAhead(bench.ingest(), steps, bench.context(), 2)) {
            ahead.take(steps.get(0));
            ahead.take(steps.get(1));
        }
        assertThat(server.counts().requests()).isBetween(2L, 4L);
    }

    @Test
    void tellsTheFailureOfAStepAndGoesOn() throws Exception {
        bench.retry = new Connection.Retry(1, Duration.ofSeconds(30));
        List<IngestStep> steps = tenDays();
        try (IngestAhead ahead = new IngestAhead(bench.ingest(), steps, bench.context(), 1)) {
            ahead.take(steps.get(0));
            server.serve("/payments", CannedResponse.json(404, "{}"));
            EiderException refused = null;
            for (int i = 1; refused == null && i < 4; i++) {
                refused = failureOf(ahead, steps.get(i));
            }
            assertThat(refused).isNotNull();
            assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
            server.serve("/payments", CannedResponse.json(200, "{\"data\":[]}"));

            assertThat(ahead.take(steps.get(8)).outcome()).isEqualTo(Ingested.Outcome.DONE);
            assertThatThrownBy(() -> ahead.take(steps.get(2)))
                    .hasMessageEndingWith("2025-01-08, raw 0001 is none of those that are left");
        }
    }

    private static EiderException failureOf(IngestAhead ahead, IngestStep step) {
        try {
            ahead.take(step);
            return null;
        } catch (EiderException e) {
            return e;
        }
    }

    private List<IngestStep> tenDays() throws EiderException {
        return IngestPlan.due(bench.contract(), bench.ledger, later(), new Scope.Due());
    }

    private static Clock later() {
        return Clock.fixed(Instant.parse("2025-01-16T00:00:00Z"), ZoneOffset.UTC);
    }
}
