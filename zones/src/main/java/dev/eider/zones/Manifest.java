package dev.eider.zones;

import dev.eider.contract.Fingerprint;
import dev.eider.contract.Retention;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commit of a revision: everything that a reader or a successor may rely on. Written last, created only if absent;
 * only what a manifest names exists.
 *
 * @param sliceStart first instant of the slice, {@code sliceEnd} the first after it: the same id must mean the same
 * @param heldBecause why the gate failed, also where a person let the batch pass; empty where it passed by itself
 * @param inputs what it was made from
 * @param outputs parts of one role in their order: a place names a part by its number among the RECORDS
 * @param rejects rejected records by code, refused pages as {@code bad_page}
 * @param eventTimes empty for raw and for a batch without clean rows
 * @param maskKey check value of the key that masked it
 * @param committedAt the commit's time, from the injected clock
 * @param offsets what a batch of a topic states; of a staging, of all its inputs together
 */
public record Manifest(
        Revision revision,
        Instant sliceStart,
        Instant sliceEnd,
        Gate gate,
        Optional<String> heldBecause,
        List<Input> inputs,
        List<StoredFile> outputs,
        Books books,
        Map<String, Long> rejects,
        long unknownFields,
        Optional<EventTimes> eventTimes,
        Fingerprint contract,
        int contractVersion,
        Optional<String> maskKey,
        Instant committedAt,
        String build,
        Optional<OffsetRange> offsets) {
    public Manifest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        rejects = Collections.unmodifiableMap(new TreeMap<>(rejects));
    }

    /**
     * A manifest that this one was made from.
     *
     * @param sha256 of the manifest's bytes
     */
    public record Input(Revision revision, String sha256) {}

    /**
     * The same with the end of its objects, as the retention of the moment says.
     *
     * @param began when its writer began: from then on an object may have its age counted by the store
     */
    public Manifest expiring(Retention retention, Instant began) {
        List<StoredFile> expiring =
                outputs.stream().map(file -> Expiry.set(file, retention, began)).toList();
        return new Manifest(
                revision,
                sliceStart,
                sliceEnd,
                gate,
                heldBecause,
                inputs,
                expiring,
                books,
                rejects,
                unknownFields,
                eventTimes,
                contract,
                contractVersion,
                maskKey,
                committedAt,
                build,
                offsets);
    }

    /** Outputs of a role, in order. */
    public List<StoredFile> outputs(StoredFile.Role role) {
        return outputs.stream().filter(o -> o.role() == role).toList();
    }
}
