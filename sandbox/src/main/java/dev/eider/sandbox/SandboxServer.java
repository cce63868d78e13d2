package dev.eider.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A running bank's API: {@code /transactions}, {@code /accounts} and the configured files, each paged by {@code page},
 * {@code cursor}, {@code offset} and {@code Link} at the same time; {@code /_sandbox/health}, {@code /_sandbox/stats}
 * and {@code /_sandbox/expected} beside them. Thread-safe; the caller closes it.
 *
 * <p>It speaks HTTP/1.1 with keep-alive by itself, over plain channels: faults such as a reset in the middle of a body,
 * or a body shorter than its {@code Content-Length}, are what server libraries exist to prevent.
 */
public final class SandboxServer implements AutoCloseable {
    /** Connections beyond this many are closed at once. */
    public static final int CONNECTIONS_MAX = Listener.CONNECTIONS_MAX;

    private final SandboxConfig config;
    private final Listener listener;
    private final String baseUrl;
    private final Counters counters = new Counters();
    private final BankApi api;

    private SandboxServer(SandboxConfig config, Map<String, Selections> datasets, Listener listener)
            throws IOException {
        this.config = config;
        this.listener = listener;
        String host = config.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : config.bindAddress();
        baseUrl = "http://" + host + ":" + listener.port();
        api = new BankApi(config, datasets, counters);
    }

    /**
     * A server that answers from now on.
     *
     * @throws IOException if a file cannot be read or the port is taken
     */
    public static SandboxServer start(SandboxConfig config) throws IOException {
        Map<String, Selections> datasets = new HashMap<>();
        Accounts accounts = new Accounts(config.seed(), config.accounts());
        datasets.put("transactions", new Selections(new Transactions(config, accounts)));
        datasets.put("accounts", new Selections(new AccountList(config, accounts)));
        for (DatasetFile file : config.files()) {
            datasets.put(file.dataset(), new Selections(FileDataset.read(file, config)));
        }
        SandboxServer server =
                new SandboxServer(config, datasets, Listener.open("sandbox", config.bindAddress(), config.port()));
        server.begin();
        return server;
    }

    private void begin() {
        if (config.isPrerendered()) {
            try {
                api.prerender(baseUrl);
            } catch (BadRequestException e) {
                throw new IllegalStateException("Cannot render the pages: their own links are bad", e);
            }
        }
        listener.begin(channel -> {
            counters.connection();
            new Connection(channel, api, baseUrl, config.slowFor()).run();
        });
    }

    /** The API's address, without a slash at its end: {@code http://127.0.0.1:40123}. */
    public URI baseUrl() {
        return URI.create(baseUrl);
    }

    /** What was done so far. */
    public SandboxCounts counts() {
        return counters.snapshot();
    }

    /** What reading the transactions of {@code [from, to)} once must bring. */
    public DirtyCounts expected(Instant from, Instant to) {
        return expected("transactions", from, to);
    }

    /**
     * What reading an interval of a dataset once must bring.
     *
     * @throws IllegalArgumentException if there is no such dataset, or it has no time to select by
     */
    public DirtyCounts expected(String dataset, Instant from, Instant to) {
        return expected(dataset, Interval.of(from, to));
    }

    /**
     * What reading all of a dataset once must bring.
     *
     * @throws IllegalArgumentException if there is no such dataset
     */
    public DirtyCounts expected(String dataset) {
        return expected(dataset, Interval.ALL);
    }

    private DirtyCounts expected(String dataset, Interval interval) {
        try {
            return api.select(dataset, interval).expected();
        } catch (BadRequestException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Lets the next good answers of a path meet these faults, one each, in this order, whatever the rates.
     *
     * @param path {@code /transactions}
     */
    public void failNext(String path, Fault... faults) {
        api.order(path, List.of(faults));
    }

    /** Serves these bytes, whatever they are, as the only page of a path; requests are authorized and counted as others. */
    public void servePage(String path, byte[] body, String contentType) {
        api.serve(path, List.of(CannedResponse.of(200, body, contentType)));
    }

    /**
     * Serves bodies as the pages of a path by parameter {@code page}, base 1, each but the last with a {@code Link} to
     * the next; after the last comes {@code {"data":[]}}.
     */
    public void servePages(String path, List<byte[]> bodies, String contentType) {
        List<CannedResponse> pages = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            CannedResponse page = CannedResponse.of(200, bodies.get(i), contentType);
            String next = "<" + baseUrl + path + "?page=" + (i + 2) + ">; rel=\"next\"";
            pages.add(i + 1 < bodies.size() ? page.header("Link", next) : page);
        }
        api.serve(path, pages);
    }

    /** Answers a path so from now on, whatever the query. */
    public void serve(String path, CannedResponse response) {
        api.serve(path, List.of(response));
    }

    /** Ends all connections and gives the port back. Harmless the second time. */
    @Override
    public void close() {
        listener.close();
    }
}
