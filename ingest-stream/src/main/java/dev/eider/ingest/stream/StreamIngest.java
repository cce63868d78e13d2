package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Source;
import dev.eider.metrics.Recorder;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketLedger;
import dev.eider.zones.Context;
import dev.eider.zones.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads topics into raw: each offset of each partition into exactly one batch of each dataset, whoever else reads them
 * and however anyone ends. One run, by one thread a connection; {@link #stop} may come from any thread.
 */
public final class StreamIngest {
    private final Map<String, Connection> connections;
    private final List<Contract> contracts;
    private final Context context;
    private final Recorder recorder;
    private final StreamSettings settings;
    private final StreamListener listener;
    private final Patience patience;
    private final Stop stop;

    /**
     * @param connections of the project, by name
     * @param contracts datasets to read; those without topics are left out
     */
    public StreamIngest(
            Map<String, Connection> connections,
            List<Contract> contracts,
            Context context,
            Recorder recorder,
            StreamSettings settings,
            StreamListener listener) {
        this.connections = Map.copyOf(connections);
        this.contracts = contracts.stream()
                .filter(contract -> contract.source().topic().isPresent())
                .toList();
        this.context = context;
        this.recorder = recorder;
        this.settings = settings;
        this.listener = listener;
        // The seed spreads tries of several processes in time; nothing else depends on it.
        this.patience = new Patience(settings.bucketBudget(), context.clock().millis(), listener::waiting);
        this.stop = new Stop(settings.most(), patience);
    }

    /** Ends the run: what it has read is committed within 20 seconds, then {@link #run} returns. */
    public void stop() {
        stop.ask();
    }

    /**
     * Reads until it is stopped, or has read what the settings ask for, or no partition can be read any further.
     *
     * @throws EiderException of code SOURCE_REFUSED or SOURCE_UNAVAILABLE for what the brokers did; of NOT_FOUND for a
     *     topic that is not there; of INVALID_CONFIGURATION; and what the bucket throws once its budget is used up.
     *     What was committed before stands
     */
    public StreamReport run() throws EiderException {
        Map<String, List<Contract>> byConnection = new TreeMap<>();
        for (Contract contract : contracts) {
            Source.Topic source = contract.source().topic().orElseThrow();
            byConnection
                    .computeIfAbsent(source.connection(), name -> new ArrayList<>())
                    .add(contract);
        }
        if (byConnection.isEmpty()) {
            return StreamReport.EMPTY;
        }
        ExecutorService threads = Executors.newFixedThreadPool(byConnection.size(), runnable -> {
            Thread thread = new Thread(runnable, "eider-poll");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<StreamReport>> running = new ArrayList<>();
            byConnection.forEach((name, read) -> running.add(threads.submit(() -> read(name, read))));
            return join(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private StreamReport read(String name, List<Contract> read) throws EiderException {
        try {
            if (!(connections.get(name) instanceof Connection.Kafka kafka)) {
                throw new EiderException(
                        ErrorCode.NOT_FOUND, "Connection not found: " + name, "Add it to connections in eider.yaml");
            }
            Bucket bucket = new PatientBucket(context.bucket(), patience);
            ConnectionReader.Setting setting =
                    new ConnectionReader.Setting(on(bucket), patience, recorder, new Tally(listener, recorder));
            try (Cluster cluster = new Cluster(kafka);
                    RangeSchemas schemas = RangeSchemas.of(kafka, patience)) {
                Subscription subscription = new Subscription(name, read);
                return new ConnectionReader(kafka, cluster, schemas, subscription, settings, setting, stop).run();
            }
        } catch (EiderException | RuntimeException | Error e) {
            // One connection that cannot go on ends all: whoever runs it again runs all again.
            stop.ask();
            throw e;
        }
    }

    private Context on(Bucket bucket) {
        return new Context(
                bucket,
                new BucketLedger(bucket, context.clock()),
                context.clock(),
                context.limits(),
                context.scratch(),
                context.nonces(),
                context.maskKey(),
                context.progress(),
                context.build(),
                context.retention());
    }

    private StreamReport join(List<Future<StreamReport>> running) throws EiderException {
        StreamReport report = StreamReport.EMPTY;
        EiderException failure = null;
        for (Future<StreamReport> one : running) {
            try {
                report = report.plus(one.get());
            } catch (ExecutionException e) {
                failure = failure == null ? Parallel.failure(e) : failure;
            } catch (InterruptedException e) {
                stop.ask();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Cannot wait for the readers: interrupted", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return report;
    }
}
