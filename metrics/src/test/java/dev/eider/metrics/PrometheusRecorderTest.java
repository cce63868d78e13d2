package dev.eider.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class PrometheusRecorderTest {
    private final PrometheusRecorder recorder =
            new PrometheusRecorder(Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC));

    @Test
    void statesWhatWasCountedByStageAndDataset() {
        recorder.records("stage", "payment", "clean", 40);
        recorder.records("stage", "payment", "clean", 2);
        recorder.records("stage", "refund", "clean", 5);
        recorder.rejects("stage", "payment", "wrong_type", 3);
        recorder.requests("payment", "retried", 7);
        recorder.bytes("ingest", "payment", 1_000);
        recorder.tableRows("payment_fact", 42);
        recorder.lag("stream", "payment", 7);
        recorder.lag("stream", "payment", 3);
        recorder.brokenPartitions("stream", "payment", 2);

        assertThat(recorder.exposition().lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrder(
                        "eider_stage_records{stage=\"stage\",dataset=\"payment\",outcome=\"clean\",} 42.0",
                        "eider_stage_records{stage=\"stage\",dataset=\"refund\",outcome=\"clean\",} 5.0",
                        "eider_stage_rejected_records{stage=\"stage\",dataset=\"payment\",code=\"wrong_type\",} 3.0",
                        "eider_ingest_requests{stage=\"ingest\",dataset=\"payment\",outcome=\"retried\",} 7.0",
                        "eider_ingest_written_bytes{stage=\"ingest\",dataset=\"payment\",} 1000.0",
                        "eider_stream_lag_records{stage=\"stream\",dataset=\"payment\",} 3.0",
                        "eider_stream_broken_partitions{stage=\"stream\",dataset=\"payment\",} 2.0",
                        "eider_publish_table_rows{stage=\"publish\",dataset=\"\",table=\"payment_fact\",} 42.0");
    }

    @Test
    void statesTheLastSuccessOnlyWhereThereWasOne() {
        recorder.step("load", "payment", "failed", Duration.ofMillis(1500));
        assertThat(recorder.exposition())
                .contains("eider_load_steps{stage=\"load\",dataset=\"payment\",outcome=\"failed\",} 1.0")
                .contains("eider_load_duration_seconds{stage=\"load\",dataset=\"payment\",} 1.5")
                .contains("eider_load_last_run_timestamp_seconds{stage=\"load\",dataset=\"payment\",} 1.7E9")
                .doesNotContain("last_success");

        recorder.step("load", "payment", "done", Duration.ofSeconds(1));
        assertThat(recorder.exposition())
                .contains("eider_load_last_success_timestamp_seconds{stage=\"load\",dataset=\"payment\",} 1.7E9");
    }
}
