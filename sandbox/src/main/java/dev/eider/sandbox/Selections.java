package dev.eider.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** A dataset with its last selections kept, each with what reading it brings. Thread-safe. */
final class Selections {
    private static final int KEPT_MAX = 128;

    private final Dataset dataset;
    private final Map<Interval, Selected> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** A selection and its counts. */
    record Selected(Dataset.Selection records, DirtyCounts expected) {}

    Selections(Dataset dataset) {
        this.dataset = dataset;
    }

    Selected select(Interval interval) throws BadRequestException {
        synchronized (kept) {
            Selected selected = kept.get(interval);
            if (selected == null) {
                Dataset.Selection records = dataset.select(interval);
                selected = new Selected(records, records.expected());
                kept.put(interval, selected);
                if (kept.size() > KEPT_MAX) {
                    kept.remove(kept.keySet().iterator().next());
                }
            }
            return selected;
        }
    }
}
