package dev.eider.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** What came and what became of it. Thread-safe. */
final class StoreJournal {
    /** Calls that are remembered; the oldest are forgotten. */
    static final int REQUESTS_MAX = 200_000;

    /** Violations that are remembered; later ones are not. */
    static final int VIOLATIONS_MAX = 1_000;

    private static final Set<String> HEADERS = Set.of(
            "content-length",
            "content-md5",
            "content-range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "range",
            "x-amz-copy-source",
            "x-amz-copy-source-if-match",
            "x-amz-copy-source-range",
            "x-goog-hash",
            "x-goog-if-generation-match",
            "x-goog-if-metageneration-match");
    private static final String CHECKSUM = "x-amz-checksum-";

    /** A call while it is under way. */
    static final class Entry {
        private StoreRequest request;

        Entry(StoreRequest request) {
            this.request = request;
        }

        synchronized StoreRequest request() {
            return request;
        }

        synchronized void met(StoreFault fault) {
            request = with(request, Optional.of(fault), request.status());
        }

        synchronized void got(int status) {
            request = with(request, request.fault(), OptionalInt.of(status));
        }

        private static StoreRequest with(StoreRequest one, Optional<StoreFault> fault, OptionalInt status) {
            return new StoreRequest(one.number(), one.method(), one.path(), one.query(), one.headers(), fault, status);
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<StoreViolation> violations = new ArrayList<>();
    private final Map<StoreFault, Long> faults = new EnumMap<>(StoreFault.class);
    private long arrived;

    synchronized Entry arrived(String method, String target, HttpHead head) {
        int question = target.indexOf('?');
        arrived++;
        Entry entry = new Entry(new StoreRequest(
                arrived,
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers(head),
                Optional.empty(),
                OptionalInt.empty()));
        if (entries.size() == REQUESTS_MAX) {
            entries.removeFirst();
        }
        entries.add(entry);
        return entry;
    }

    private static Map<String, String> headers(HttpHead head) {
        Map<String, String> headers = new TreeMap<>();
        for (HttpHead.Header header : head.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (HEADERS.contains(name) || name.startsWith(CHECKSUM)) {
                headers.putIfAbsent(name, header.value());
            }
        }
        return headers;
    }

    synchronized void violated(StoreRequest request, String reason) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new StoreViolation(request, reason));
        }
    }

    synchronized void served(Entry entry, StoreFault fault) {
        entry.met(fault);
        faults.merge(fault, 1L, Long::sum);
    }

    synchronized List<StoreRequest> requests() {
        return entries.stream().map(Entry::request).toList();
    }

    synchronized List<StoreViolation> violations() {
        return List.copyOf(violations);
    }

    synchronized Map<StoreFault, Long> faults() {
        Map<StoreFault, Long> all = new EnumMap<>(StoreFault.class);
        for (StoreFault fault : StoreFault.values()) {
            all.put(fault, faults.getOrDefault(fault, 0L));
        }
        return all;
    }
}
