package dev.eider.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which try of which URL meets which fault: by a hash of seed, URL and the number of the try, so that the timing of
 * other requests changes nothing; at most two tries in a row. Thread-safe.
 */
final class FaultPlan {
    private static final int IN_A_ROW_MAX = 2;

    /** URLs beyond this many are served without faults. */
    private static final int URLS_MAX = 1_000_000;

    private final long seed;
    private final Rates<Fault> rates;
    private final Map<String, Tries> tries = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> ordered = new ConcurrentHashMap<>();

    FaultPlan(long seed, Rates<Fault> rates) {
        this.seed = Mix.of(seed, "faults");
        this.rates = rates;
    }

    /** The next requests of a path meet these faults, before all that the rates say. */
    void order(String path, List<Fault> faults) {
        ordered.compute(path, (key, present) -> {
            Deque<Fault> queue = present == null ? new ArrayDeque<>() : present;
            queue.addAll(faults);
            return queue;
        });
    }

    Optional<Fault> next(Request request) {
        Optional<Fault> byOrder = nextOrdered(request.path());
        if (byOrder.isPresent() || rates.isEmpty()) {
            return byOrder;
        }
        String url = request.publicTarget();
        if (tries.size() >= URLS_MAX && !tries.containsKey(url)) {
            return Optional.empty();
        }
        return tries.computeIfAbsent(url, key -> new Tries(Mix.of(seed, key))).next();
    }

    private Optional<Fault> nextOrdered(String path) {
        if (ordered.isEmpty()) {
            return Optional.empty();
        }
        Fault[] found = new Fault[1];
        ordered.computeIfPresent(path, (key, queue) -> {
            found[0] = queue.poll();
            return queue.isEmpty() ? null : queue;
        });
        return Optional.ofNullable(found[0]);
    }

    private final class Tries {
        private final long hash;
        private int tried;
        private int inARow;

        Tries(long hash) {
            this.hash = hash;
        }

        synchronized Optional<Fault> next() {
            Optional<Fault> fault = inARow == IN_A_ROW_MAX ? Optional.empty() : rates.pick(Mix.of(hash, tried));
            tried++;
            inARow = fault.isPresent() ? inARow + 1 : 0;
            return fault;
        }
    }
}
