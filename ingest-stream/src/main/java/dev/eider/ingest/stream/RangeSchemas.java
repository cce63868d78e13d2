package dev.eider.ingest.stream;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.payloads.SchemaId;
import dev.eider.payloads.SchemaRegistry;
import dev.eider.payloads.WrittenSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The schemas that the records of ranges name, out of the registry. Most ids may be made up: they are asked for side by
 * side, so that a registry far away does not hold up what is read. Thread-safe.
 */
final class RangeSchemas implements AutoCloseable {
    /** Before a schema counts as unknown: a registry may hear of it a moment after the first record is read. */
    private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(3);

    private static final int THREADS = 8;

    private final Optional<SchemaRegistry> registry;
    private final Patience patience;
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, runnable -> {
        Thread thread = new Thread(runnable, "eider-schemas");
        thread.setDaemon(true);
        return thread;
    });

    private RangeSchemas(Optional<SchemaRegistry> registry, Patience patience) {
        this.registry = registry;
        this.patience = patience;
    }

    static RangeSchemas of(Connection.Kafka connection, Patience patience) throws EiderException {
        return new RangeSchemas(SchemaRegistry.of(connection), patience);
    }

    /** Whether there is a registry to ask. */
    boolean canAsk() {
        return registry.isPresent();
    }

    /**
     * Those that the registry knows; none where there is no registry. It is asked twice for what it does not know,
     * with a moment between.
     *
     * @throws EiderException where it does not answer, or refuses to; then nothing is known of any record
     */
    List<WrittenSchema> find(Collection<SchemaId> ids) throws EiderException {
        return registry.isPresent() ? find(ids, registry.get()) : List.of();
    }

    private List<WrittenSchema> find(Collection<SchemaId> ids, SchemaRegistry registry) throws EiderException {
        List<WrittenSchema> found = Collections.synchronizedList(new ArrayList<>());
        Queue<SchemaId> unknown = new ConcurrentLinkedQueue<>();
        for (SchemaId id : ids) {
            registry.known(id).ifPresentOrElse(found::add, () -> unknown.add(id));
        }
        Queue<SchemaId> missing = ask(registry, unknown, found);
        if (!missing.isEmpty()) {
            patience.pause(UNKNOWN_AFTER);
            if (!ask(registry, missing, found).isEmpty()) {
                patience.persist(() -> {
                    registry.requireThere();
                    return true;
                });
            }
        }
        return List.copyOf(found);
    }

    /** Empties the queue and adds what the registry has; the ids of what it does not have. */
    private Queue<SchemaId> ask(SchemaRegistry registry, Queue<SchemaId> ids, List<WrittenSchema> found)
            throws EiderException {
        Queue<SchemaId> missing = new ConcurrentLinkedQueue<>();
        Callable<Optional<EiderException>> some = () -> {
            try {
                for (SchemaId id = ids.poll(); id != null; id = ids.poll()) {
                    SchemaId next = id;
                    patience.persist(() -> registry.find(next)).ifPresentOrElse(found::add, () -> missing.add(next));
                }
                return Optional.empty();
            } catch (EiderException e) {
                ids.clear();
                return Optional.of(e);
            }
        };
        try {
            for (Future<Optional<EiderException>> asked :
                    pool.invokeAll(Collections.nCopies(Math.min(THREADS, ids.size()), some))) {
                Optional<EiderException> failure = asked.get();
                if (failure.isPresent()) {
                    throw failure.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EiderException(ErrorCode.SOURCE_UNAVAILABLE, "Cannot ask the schema registry: interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot ask the schema registry", e.getCause());
        }
        return missing;
    }

    /** Asks for nothing more. */
    @Override
    public void close() {
        pool.shutdownNow();
        registry.ifPresent(SchemaRegistry::close);
    }
}
