package dev.eider.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Keeps what the stages of one run count, as Prometheus metrics in one registry a stage and dataset. All are gauges
 * that state the latest run, because a pushed counter starts at zero with each process. Thread-safe.
 *
 * <pre>
 * eider_&lt;stage&gt;_records{outcome}                    records by what became of them
 * eider_&lt;stage&gt;_rejected_records{code}              rejected ones by code
 * eider_&lt;stage&gt;_written_bytes                       written to the bucket
 * eider_&lt;stage&gt;_requests{outcome}                   answers of a source
 * eider_&lt;stage&gt;_steps{outcome}                      finished steps
 * eider_&lt;stage&gt;_duration_seconds                    time of all steps together
 * eider_&lt;stage&gt;_last_run_timestamp_seconds          end of the latest step
 * eider_&lt;stage&gt;_last_success_timestamp_seconds      end of the latest step that did not fail; absent until there is one
 * eider_&lt;stage&gt;_lag_records                         of topics, not read yet
 * eider_&lt;stage&gt;_broken_partitions                   of topics, not read until a person decides
 * eider_publish_table_rows{table}                   rows of a published table
 * </pre>
 *
 * <p>Stage and dataset are labels too: in the text exposition here, on a Pushgateway through the grouping key.
 */
public final class PrometheusRecorder implements Recorder {
    private static final String INGEST = "ingest";
    private static final String PUBLISH = "publish";
    private static final String FAILED = "failed";
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Clock clock;
    private final Map<Group, Metrics> groups = new TreeMap<>();

    public PrometheusRecorder(Clock clock) {
        this.clock = clock;
    }

    /** Whose metrics they are; {@code dataset} is empty where a stage works on all of them. */
    record Group(String stage, String dataset) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byStage = stage.compareTo(other.stage);
            return byStage != 0 ? byStage : dataset.compareTo(other.dataset);
        }
    }

    @Override
    public void records(String stage, String dataset, String outcome, long count) {
        metrics(stage, dataset).add("records", "Records by outcome.", "outcome", outcome, (double) count);
    }

    @Override
    public void rejects(String stage, String dataset, String code, long count) {
        metrics(stage, dataset).add("rejected_records", "Rejected records by code.", "code", code, (double) count);
    }

    @Override
    public void bytes(String stage, String dataset, long count) {
        metrics(stage, dataset).add("written_bytes", "Bytes written to the bucket.", (double) count);
    }

    @Override
    public void requests(String dataset, String outcome, long count) {
        metrics(INGEST, dataset)
                .add("requests", "Answers of the source by outcome.", "outcome", outcome, (double) count);
    }

    @Override
    public void step(String stage, String dataset, String outcome, Duration took) {
        Metrics metrics = metrics(stage, dataset);
        metrics.add("steps", "Finished steps by outcome.", "outcome", outcome, 1);
        metrics.add("duration_seconds", "Time of all steps together.", took.toNanos() / 1e9);
        double now = clock.millis() / MILLIS_PER_SECOND;
        metrics.set("last_run_timestamp_seconds", "End of the latest step.", now);
        if (!outcome.equals(FAILED)) {
            metrics.set("last_success_timestamp_seconds", "End of the latest step that did not fail.", now);
        }
    }

    @Override
    public void tableRows(String table, long rows) {
        metrics(PUBLISH, "").set("table_rows", "Rows of a published table.", "table", table, (double) rows);
    }

    @Override
    public void lag(String stage, String dataset, long records) {
        metrics(stage, dataset).set("lag_records", "Records of its topics that are not read yet.", (double) records);
    }

    @Override
    public void brokenPartitions(String stage, String dataset, long partitions) {
        metrics(stage, dataset)
                .set("broken_partitions", "Partitions of its topics that are not read until a person decides.", (double)
                        partitions);
    }

    /** Everything in Prometheus' text format, family by family. */
    public String exposition() {
        Map<String, MetricFamilySamples> families = new TreeMap<>();
        forEach((group, registry) -> {
            for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
                families.merge(family.name, family, PrometheusRecorder::joined);
            }
        });
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, Collections.enumeration(families.values()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static MetricFamilySamples joined(MetricFamilySamples one, MetricFamilySamples other) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>(one.samples);
        samples.addAll(other.samples);
        return new MetricFamilySamples(one.name, one.type, one.help, samples);
    }

    /** Hands out each group's registry, in the order of groups. */
    synchronized void forEach(BiConsumer<Group, CollectorRegistry> consumer) {
        groups.forEach((group, metrics) -> consumer.accept(group, metrics.registry));
    }

    private synchronized Metrics metrics(String stage, String dataset) {
        return groups.computeIfAbsent(new Group(stage, dataset), Metrics::new);
    }

    /** The metrics of a group, made when they are first counted. */
    private static final class Metrics {
        private final CollectorRegistry registry = new CollectorRegistry();
        private final Map<String, Gauge> gauges = new TreeMap<>();
        private final Group group;

        Metrics(Group group) {
            this.group = group;
        }

        void add(String what, String help, double count) {
            gauge(what, help).labels(group.stage, group.dataset).inc(count);
        }

        void add(String what, String help, String label, String value, double count) {
            gauge(what, help, label).labels(group.stage, group.dataset, value).inc(count);
        }

        void set(String what, String help, double value) {
            gauge(what, help).labels(group.stage, group.dataset).set(value);
        }

        void set(String what, String help, String label, String labelValue, double value) {
            gauge(what, help, label)
                    .labels(group.stage, group.dataset, labelValue)
                    .set(value);
        }

        private synchronized Gauge gauge(String what, String help, String... label) {
            return gauges.computeIfAbsent(what, key -> {
                String[] labels = new String[label.length + 2];
                labels[0] = "stage";
                labels[1] = "dataset";
                System.arraycopy(label, 0, labels, 2, label.length);
                return Gauge.build("eider_" + group.stage + "_" + what, help)
                        .labelNames(labels)
                        .register(registry);
            });
        }
    }
}
