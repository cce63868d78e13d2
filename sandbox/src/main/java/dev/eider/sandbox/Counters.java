package dev.eider.sandbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The running counts of a server. Thread-safe. */
final class Counters {
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder pages = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder repeats = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder unauthorized = new LongAdder();
    private final LongAdder badPages = new LongAdder();
    private final Map<Fault, LongAdder> faults = adders(Fault.class);
    private final Map<Dirty, LongAdder> dirty = adders(Dirty.class);

    void connection() {
        connections.increment();
    }

    void request() {
        requests.increment();
    }

    void unauthorized() {
        unauthorized.increment();
    }

    void badPage() {
        badPages.increment();
    }

    void fault(Fault fault) {
        count(faults, fault, 1);
    }

    void page(PageCounts page, int length) {
        pages.increment();
        records.add(page.records());
        repeats.add(page.repeats());
        bytes.add(length);
        page.dirty().forEach((kind, count) -> count(dirty, kind, count));
    }

    SandboxCounts snapshot() {
        return new SandboxCounts(
                connections.sum(),
                requests.sum(),
                pages.sum(),
                records.sum(),
                repeats.sum(),
                bytes.sum(),
                unauthorized.sum(),
                badPages.sum(),
                sums(Fault.class, faults),
                sums(Dirty.class, dirty));
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kinds) {
        Map<K, LongAdder> adders = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            adders.put(kind, new LongAdder());
        }
        return adders;
    }

    private static <K extends Enum<K>> void count(Map<K, LongAdder> adders, K kind, long count) {
        LongAdder adder = adders.get(kind);
        if (adder != null) {
            adder.add(count);
        }
    }

    private static <K extends Enum<K>> Map<K, Long> sums(Class<K> kinds, Map<K, LongAdder> adders) {
        Map<K, Long> sums = new EnumMap<>(kinds);
        adders.forEach((kind, adder) -> sums.put(kind, adder.sum()));
        return sums;
    }
}
