package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells a store which objects others stand in the place of, so that its own rules can take them. */
public final class Superseded {
    private Superseded() {}

    /**
     * Marks the objects of those batches' revisions that a later one replaced; marking again changes nothing. Does
     * nothing where the store has no rules.
     *
     * @return objects marked
     */
    public static int mark(Bucket bucket, Ledger ledger, Collection<BatchId> batches) throws EiderException {
        if (batches.isEmpty() || bucket.lifecycle().isEmpty()) {
            return 0;
        }
        Map<DatasetName, Set<BatchId>> byDataset = new TreeMap<>();
        batches.forEach(batch -> byDataset
                .computeIfAbsent(batch.dataset(), name -> new TreeSet<>())
                .add(batch));
        int marked = 0;
        for (Map.Entry<DatasetName, Set<BatchId>> entry : byDataset.entrySet()) {
            TreeSet<Revision> staged = new TreeSet<>(ledger.all(entry.getKey(), StageName.STAGE));
            Supersession supersession = new Supersession(ledger, staged);
            for (Revision revision : staged) {
                marked +=
                        entry.getValue().contains(revision.batch()) ? mark(bucket, ledger, supersession, revision) : 0;
            }
            for (Revision revision : ledger.all(entry.getKey(), StageName.RAW)) {
                marked +=
                        entry.getValue().contains(revision.batch()) ? mark(bucket, ledger, supersession, revision) : 0;
            }
        }
        return marked;
    }

    private static int mark(Bucket bucket, Ledger ledger, Supersession supersession, Revision revision)
            throws EiderException {
        Optional<Instant> since = supersession.since(revision);
        if (since.isEmpty()) {
            return 0;
        }
        List<StoredFile> outputs = ledger.open(revision).outputs();
        Parallel.map(outputs, Listing.CALLS_MAX, file -> {
            bucket.supersede(file.key(), since.get());
            return file;
        });
        return outputs.size();
    }
}
