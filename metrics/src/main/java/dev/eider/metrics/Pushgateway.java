package dev.eider.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HttpConnectionFactory;
import io.prometheus.client.exporter.PushGateway;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
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
    /** Bound of connecting, and of waiting for each answer. */
    public static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Pushgateway.class);
    private static final String JOB = "eider";

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
            PushGateway gateway = new PushGateway(address.toURL());
            gateway.setConnectionFactory(new Connections(timeout));
            for (Map.Entry<PrometheusRecorder.Group, CollectorRegistry> group : groups.entrySet()) {
                gateway.pushAdd(group.getValue(), JOB, groupingKey(group.getKey()));
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

    private static Map<String, String> groupingKey(PrometheusRecorder.Group group) {
        Map<String, String> key = new TreeMap<>();
        key.put("stage", group.stage());
        if (!group.dataset().isEmpty()) {
            key.put("dataset", group.dataset());
        }
        return key;
    }

    private record Connections(Duration timeout) implements HttpConnectionFactory {
        @Override
        public HttpURLConnection create(String url) throws IOException {
            HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            return connection;
        }
    }
}
