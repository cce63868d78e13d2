package dev.eider.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a recorder's metrics to a Prometheus Pushgateway, one group a stage and dataset. Metrics of a group that a run
 * did not state, such as the last success before a failure, stay as they were. Thread-safe.
 */
public final class Pushgateway {
    /** Bound of connecting, and of waiting for each answer; simpleclient's own client insists on ten seconds. */
    public static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Pushgateway.class);

    private final URI address;
    private final Duration timeout;

    public Pushgateway(URI address) {
        this(address, TIMEOUT);
    }

    Pushgateway(URI address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    /**
     * Pushes what was recorded so far. A gateway that cannot be reached is one warning and nothing else: metrics never
     * decide what becomes of a run.
     *
     * @return whether all of it arrived
     */
    public boolean push(PrometheusRecorder recorder) {
        Map<PrometheusRecorder.Group, CollectorRegistry> groups = new TreeMap<>();
        recorder.forEach(groups::put);
        try {
            for (Map.Entry<PrometheusRecorder.Group, CollectorRegistry> group : groups.entrySet()) {
                post(group.getKey(), group.getValue());
            }
            return true;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "Cannot push metrics to {}:{}: {}. The run is not affected",
                    address.getHost(),
                    address.getPort(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    private void post(PrometheusRecorder.Group group, CollectorRegistry registry) throws IOException {
        String dataset = group.dataset().isEmpty() ? "" : "/dataset/" + group.dataset();
        String trunk = address.toString().replaceFirst("/+$", "");
        URL url = URI.create(trunk + "/metrics/job/eider/stage/" + group.stage() + dataset)
                .toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", TextFormat.CONTENT_TYPE_004);
        connection.setDoOutput(true);
        try {
            try (Writer body = new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.UTF_8)) {
                TextFormat.write004(body, registry.metricFamilySamples());
            }
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new IOException("status " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
