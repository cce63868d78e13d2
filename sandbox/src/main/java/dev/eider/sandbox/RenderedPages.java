package dev.eider.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Pages kept as bytes outside the heap; none unless switched on. Thread-safe. */
final class RenderedPages {
    /** Pages beyond this are rendered for each request. The JVM's own bound is its {@code MaxDirectMemorySize}. */
    static final long BYTES_MAX = 2L << 30;

    private final boolean isOn;
    private final Map<String, Answer> pages = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    RenderedPages(boolean isOn) {
        this.isOn = isOn;
    }

    Optional<Answer> find(String url, String target) {
        return isOn ? Optional.ofNullable(pages.get(key(url, target))) : Optional.empty();
    }

    /** The page to serve from now on. */
    Answer keep(String url, String target, Answer page) {
        if (!isOn || bytes.addAndGet(page.bytes()) > BYTES_MAX) {
            return page;
        }
        return pages.computeIfAbsent(key(url, target), key -> page.direct());
    }

    private static String key(String url, String target) {
        return url + " " + target;
    }
}
