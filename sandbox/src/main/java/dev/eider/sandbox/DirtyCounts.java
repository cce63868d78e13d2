package dev.eider.sandbox;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a faultless reading of an interval brings, computed from the seed and not from what was served. Immutable.
 *
 * @param records different records
 * @param dirty those that are dirty, by kind; a record has one kind at most
 * @param repeats records that are served a second time; none of them is dirty
 */
public record DirtyCounts(long records, Map<Dirty, Long> dirty, long repeats) {

    /** Copies the map; kinds that do not occur are 0. */
    public DirtyCounts {
        Map<Dirty, Long> copy = new EnumMap<>(Dirty.class);
        for (Dirty kind : Dirty.values()) {
            copy.put(kind, dirty.getOrDefault(kind, 0L));
        }
        dirty = Collections.unmodifiableMap(copy);
    }

    /** Records that a strict reader rejects. */
    public long rejected() {
        return dirty.entrySet().stream()
                .filter(kind -> kind.getKey().isRejected())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Records that pages hold, repeats included: what a reader reads, and what {@code meta.total} says. */
    public long read() {
        return records + repeats;
    }

    /** Records that a strict reader keeps after it removed the repeats. */
    public long clean() {
        return records - rejected();
    }

    /** The records of this kind. */
    public long of(Dirty kind) {
        return dirty.getOrDefault(kind, 0L);
    }

    /** One object of JSON, as {@code GET /_sandbox/expected} answers. */
    public String toJson() {
        return new JsonFields()
                .field("records", records)
                .field("repeats", repeats)
                .field("read", read())
                .field("rejected", rejected())
                .field("clean", clean())
                .counts("dirty", dirty, Dirty::id)
                .toString();
    }

    /** Counts on the way. Not thread-safe. */
    static final class Tally {
        private final Map<Dirty, Long> kinds = new EnumMap<>(Dirty.class);
        private long repeats;

        void dirty(Dirty kind) {
            kinds.merge(kind, 1L, Long::sum);
        }

        void repeat() {
            repeats++;
        }

        DirtyCounts counts(long records) {
            return new DirtyCounts(records, kinds, repeats);
        }
    }
}
