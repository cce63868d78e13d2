package dev.eider.sandbox;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a server did so far, at one instant. An answer counts from when its first byte may reach the client. Immutable.
 *
 * @param connections accepted
 * @param requests read, those for {@code /_sandbox} left out
 * @param pages of records served whole (slow ones too)
 * @param records on those pages, repeats included; a page asked for twice counts twice
 * @param repeats of those, records served for a second time
 * @param bytes of the heads and bodies of those pages
 * @param unauthorized answers 401 and 403
 * @param badPages answers with HTML that stay so however often they are asked for
 * @param faults served, by kind
 * @param dirty dirty records on those pages, by kind
 */
public record SandboxCounts(
        long connections,
        long requests,
        long pages,
        long records,
        long repeats,
        long bytes,
        long unauthorized,
        long badPages,
        Map<Fault, Long> faults,
        Map<Dirty, Long> dirty) {

    /** Copies the maps; kinds that did not occur are 0. */
    public SandboxCounts {
        faults = complete(Fault.class, faults);
        dirty = complete(Dirty.class, dirty);
    }

    /** How often this fault was served. */
    public long of(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /** How many records of this kind were served. */
    public long of(Dirty kind) {
        return dirty.getOrDefault(kind, 0L);
    }

    /** Faults of all kinds. */
    public long faultsServed() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One object of JSON, as {@code GET /_sandbox/stats} answers. */
    public String toJson() {
        JsonFields json = new JsonFields()
                .field("connections", connections)
                .field("requests", requests)
                .field("pages", pages)
                .field("records", records)
                .field("repeats", repeats)
                .field("bytes", bytes)
                .field("unauthorized", unauthorized)
                .field("bad_pages", badPages);
        return json.counts("faults", faults, Fault::id)
                .counts("dirty", dirty, Dirty::id)
                .toString();
    }

    private static <K extends Enum<K>> Map<K, Long> complete(Class<K> kinds, Map<K, Long> counts) {
        Map<K, Long> copy = new EnumMap<>(kinds);
        Arrays.stream(kinds.getEnumConstants()).forEach(kind -> copy.put(kind, counts.getOrDefault(kind, 0L)));
        return Collections.unmodifiableMap(copy);
    }
}
