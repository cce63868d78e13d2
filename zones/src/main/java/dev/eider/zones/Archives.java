package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The archives of a dataset's stage: numbered from 1 without a gap, never changed, so that what was read of one is
 * known for ever. Thread-safe.
 */
final class Archives {
    /** Blocks kept: manifests are opened in the order of batches, which is nearly that of archives. */
    private static final int BLOCKS_KEPT_MAX = 4;

    private record BlockId(ObjectKey archive, long at) {}

    private final Bucket bucket;
    private final DatasetName dataset;
    private final StageName stage;
    private final ArchiveReader reader;
    private final NavigableMap<Revision, Archived> manifests = new TreeMap<>();
    private final Map<BlockId, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockId, byte[]> eldest) {
            return size() > BLOCKS_KEPT_MAX;
        }
    };
    private int known;
    private boolean isRead;

    Archives(Bucket bucket, DatasetName dataset, StageName stage) {
        this.bucket = bucket;
        this.dataset = dataset;
        this.stage = stage;
        this.reader = new ArchiveReader(bucket, dataset, stage);
    }

    /** Reads what is new since the last time, headers alone. */
    synchronized void refresh() throws EiderException {
        List<Integer> added = added();
        for (List<Archived> header : Parallel.map(added, Listing.CALLS_MAX, reader::header)) {
            // What was archived first stands: a name is committed once.
            header.forEach(manifest -> manifests.putIfAbsent(manifest.revision(), manifest));
        }
        known += added.size();
        isRead = true;
    }

    private List<Integer> added() throws EiderException {
        List<Integer> added = new ArrayList<>();
        String after =
                known == 0 ? "" : ZoneLayout.archive(dataset, stage, known).value();
        List<ObjectKey> page;
        do {
            page = bucket.list(ZoneLayout.archives(dataset, stage), after, Listing.PAGE);
            for (ObjectKey key : page) {
                OptionalInt number = ZoneLayout.archiveNumber(key);
                if (number.isPresent()) {
                    add(added, number.getAsInt());
                }
                after = key.value();
            }
        } while (page.size() == Listing.PAGE);
        return added;
    }

    private void add(List<Integer> added, int number) throws EiderException {
        int next = known + added.size() + 1;
        if (number != next) {
            throw reader.corrupt(ZoneLayout.archive(dataset, stage, next), "it is missing, and later ones are there");
        }
        added.add(number);
    }

    /** Reads them if nobody has. */
    synchronized void read() throws EiderException {
        if (!isRead) {
            refresh();
        }
    }

    /** How many there are, as far as they were read. */
    synchronized int known() {
        return known;
    }

    synchronized Optional<Archived> find(Revision revision) {
        return Optional.ofNullable(manifests.get(revision));
    }

    /** The greatest revision of a batch. */
    synchronized Optional<Archived> greatest(BatchId batch) {
        Map.Entry<Revision, Archived> entry = manifests.floorEntry(greatestOf(batch));
        return entry == null || !entry.getKey().batch().equals(batch)
                ? Optional.empty()
                : Optional.of(entry.getValue());
    }

    private Revision greatestOf(BatchId batch) {
        int input = stage == StageName.RAW ? 0 : Revision.NUMBER_MAX;
        return new Revision(batch, stage, input, Revision.NUMBER_MAX);
    }

    /**
     * Whether a loose manifest of the revision does not count: the batch was archived up to it or beyond. Revisions
     * are archived in their order, so that none of a batch can be missing below the greatest.
     */
    boolean covers(Revision revision) {
        return greatest(revision.batch())
                .filter(archived -> archived.revision().compareTo(revision) >= 0)
                .isPresent();
    }

    /** All of them in the order of revisions. */
    synchronized List<Archived> all() {
        return new ArrayList<>(manifests.values());
    }

    /** Each batch's greatest revision, in the order of batches. */
    synchronized List<Revision> current() {
        List<Revision> current = new ArrayList<>();
        @Nullable Revision last = null;
        for (Revision revision : manifests.keySet()) {
            if (last != null && !last.batch().equals(revision.batch())) {
                current.add(last);
            }
            last = revision;
        }
        if (last != null) {
            current.add(last);
        }
        return current;
    }

    /** The manifest's exact bytes. */
    synchronized byte[] bytes(Archived manifest) throws EiderException {
        BlockId id = new BlockId(manifest.archive(), manifest.blockAt());
        byte[] block = blocks.get(id);
        if (block == null) {
            block = reader.block(manifest);
            blocks.put(id, block);
        }
        return Arrays.copyOfRange(block, manifest.at(), manifest.at() + manifest.bytes());
    }
}
