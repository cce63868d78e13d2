package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
    private final Map<BlockId, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockId, byte[]> eldest) {
            return size() > BLOCKS_KEPT_MAX;
        }
    };
    /** In the order of revisions, each once. */
    private List<Archived> manifests = List.of();

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
        if (!added.isEmpty()) {
            List<Archived> all = new ArrayList<>(manifests);
            Parallel.map(added, Listing.CALLS_MAX, reader::header).forEach(all::addAll);
            all.sort(Comparator.comparing(Archived::revision));
            manifests = firstOfEach(all);
        }
        known += added.size();
        isRead = true;
    }

    /** What was archived first stands: a name is committed once. */
    private static List<Archived> firstOfEach(List<Archived> sorted) {
        List<Archived> first = new ArrayList<>(sorted.size());
        for (Archived manifest : sorted) {
            if (first.isEmpty() || !first.get(first.size() - 1).revision().equals(manifest.revision())) {
                first.add(manifest);
            }
        }
        return Collections.unmodifiableList(first);
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
        return floor(revision).filter(manifest -> manifest.revision().equals(revision));
    }

    /** The greatest revision of a batch. */
    synchronized Optional<Archived> greatest(BatchId batch) {
        return floor(greatestOf(batch))
                .filter(manifest -> manifest.revision().batch().equals(batch));
    }

    /** The greatest one up to a revision. */
    private Optional<Archived> floor(Revision revision) {
        int low = 0;
        int high = manifests.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (manifests.get(middle).revision().compareTo(revision) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(manifests.get(low - 1));
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
        return manifests;
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
