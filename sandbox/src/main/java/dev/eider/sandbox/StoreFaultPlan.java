package dev.eider.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which call meets which fault: by a hash of seed and number of the call; few in a row on one key. Thread-safe. */
final class StoreFaultPlan {
    /** Keys whose last tries are remembered; the oldest are forgotten. */
    static final int KEYS_MAX = 100_000;

    private record Order(Predicate<StoreRequest> calls, StoreFault fault) {}

    private final long seed;
    private final Rates<StoreFault> rates;
    private final int inARowMax;
    private final List<Order> orders = new ArrayList<>();
    private final Map<String, Integer> inARow = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > KEYS_MAX;
        }
    };

    StoreFaultPlan(StoreFaults faults) {
        seed = Mix.of(faults.seed(), "store");
        rates = new Rates<>(StoreFault.class, faults.shares());
        inARowMax = faults.inARowMax();
    }

    synchronized void order(Predicate<StoreRequest> calls, List<StoreFault> faults) {
        faults.forEach(fault -> orders.add(new Order(calls, fault)));
    }

    synchronized void forgetOrders() {
        orders.clear();
    }

    synchronized Optional<StoreFault> next(StoreRequest request, StoreCall call, String key) {
        Optional<StoreFault> ordered = nextOrdered(request, call);
        if (ordered.isPresent()) {
            return ordered;
        }
        int before = inARow.getOrDefault(key, 0);
        Optional<StoreFault> fault = before >= inARowMax
                ? Optional.empty()
                : rates.pick(Mix.of(seed, request.number())).filter(picked -> picked.appliesTo(call));
        if (fault.isPresent()) {
            inARow.put(key, before + 1);
        } else {
            inARow.remove(key);
        }
        return fault;
    }

    private Optional<StoreFault> nextOrdered(StoreRequest request, StoreCall call) {
        Iterator<Order> waiting = orders.iterator();
        while (waiting.hasNext()) {
            Order order = waiting.next();
            if (order.fault().appliesTo(call) && order.calls().test(request)) {
                waiting.remove();
                return Optional.of(order.fault());
            }
        }
        return Optional.empty();
    }
}
