package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledger of a bucket: a manifest stands if its object exists, and the bucket creates it for one rival only; or if
 * an archive holds it, which {@link HistoryCompactor} made.
 */
public final class BucketLedger implements Ledger {
    /**
     * Age from which a writer may not commit. Less than {@link HistoryCompactor#CLOSED_AFTER}, so that nobody states
     * anew what was archived meanwhile, and less than the age from which unnamed objects are taken for leftovers.
     */
    public static final Duration WRITER_AGE_MAX = Duration.ofDays(3);

    /** A batch has few parts; what is longer is no manifest. */
    static final int MANIFEST_BYTES_MAX = 64 << 20;

    private record Series(DatasetName dataset, StageName stage) {}

    private final Bucket bucket;
    private final Clock clock;
    private final Map<Series, History> histories = new ConcurrentHashMap<>();

    public BucketLedger(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    private History history(DatasetName dataset, StageName stage) {
        return histories.computeIfAbsent(new Series(dataset, stage), s -> new History(bucket, clock, dataset, stage));
    }

    private Archives archives(Revision revision) {
        return history(revision.batch().dataset(), revision.stage()).archives();
    }

    @Override
    public Commit commit(Manifest manifest, Instant began) throws EiderException {
        Revision revision = manifest.revision();
        requireYoung(revision, began);
        Optional<Manifest> earlier = otherOf(revision);
        if (earlier.isPresent()) {
            requireSameInstants(manifest, earlier.get());
            requireSameOffsets(manifest, earlier.get());
        }
        if (archives(revision).covers(revision)) {
            return answerOfArchive(manifest);
        }
        if (bucket.createIfAbsent(ZoneLayout.manifest(revision), Body.of(ManifestFormat.write(manifest)))
                .isPresent()) {
            return isOld(began) ? afterASleep(manifest) : new Commit.Done(manifest);
        }
        return already(manifest);
    }

    private Commit already(Manifest manifest) throws EiderException {
        Manifest winner = open(manifest.revision());
        requireSameInstants(manifest, winner);
        return new Commit.Already(winner);
    }

    private boolean isOld(Instant began) {
        return clock.instant().isAfter(began.plus(WRITER_AGE_MAX));
    }

    private void requireYoung(Revision revision, Instant began) throws EiderException {
        if (isOld(began)) {
            throw new EiderException(
                    ErrorCode.WRITER_TOO_OLD,
                    "Cannot commit " + revision + ": its writer began at " + began + ", more than "
                            + WRITER_AGE_MAX.toDays() + " days ago",
                    "Run the command again: it starts from what stands now");
        }
    }

    /** The name was free since an archive has taken its manifest: only the archive counts. */
    private Commit answerOfArchive(Manifest manifest) throws EiderException {
        Revision revision = manifest.revision();
        if (archives(revision).find(revision).isPresent()) {
            return already(manifest);
        }
        throw new EiderException(
                ErrorCode.OVERTAKEN,
                "Cannot commit " + revision + ": a later revision of the batch was archived already",
                "Run the command again: it starts from what stands now");
    }

    /** The process slept within the commit: what was true before it may not be true any more. */
    private Commit afterASleep(Manifest manifest) throws EiderException {
        Archives archives = archives(manifest.revision());
        archives.refresh();
        return archives.covers(manifest.revision()) ? answerOfArchive(manifest) : new Commit.Done(manifest);
    }

    /** Another statement of the same slice: of the stage itself, else the raw one that a staging is made from. */
    private Optional<Manifest> otherOf(Revision revision) throws EiderException {
        List<ObjectKey> loose = bucket.list(ZoneLayout.manifests(revision.batch(), revision.stage()), "", Listing.PAGE);
        archives(revision).refresh();
        for (ObjectKey key : loose) {
            Optional<Revision> other = ZoneLayout.revision(revision.batch().dataset(), revision.stage(), key);
            if (other.isPresent() && !other.get().equals(revision)) {
                return find(other.get());
            }
        }
        Optional<Archived> archived = archives(revision).greatest(revision.batch());
        if (archived.isPresent()) {
            return Optional.of(open(archived.get().revision()));
        }
        return revision.stage() == StageName.STAGE ? find(revision.rawInput()) : Optional.empty();
    }

    /** Another revision of a range states the same offsets; the next one begins where they end. */
    private static void requireSameOffsets(Manifest manifest, Manifest other) throws EiderException {
        if (manifest.revision().stage() == other.revision().stage()
                && !manifest.offsets()
                        .map(OffsetRange::end)
                        .equals(other.offsets().map(OffsetRange::end))) {
            throw new EiderException(
                    ErrorCode.BATCH_MISMATCH,
                    "Cannot commit " + manifest.revision() + ": it states other offsets than " + other.revision(),
                    "Run the command again: it starts from what stands now");
        }
    }

    /** What a batch of a topic stands for is in its name, up to its end: that of the first one stands. */
    private static void requireSameInstants(Manifest manifest, Manifest other) throws EiderException {
        if (manifest.offsets().isPresent()) {
            return;
        }
        if (!manifest.sliceStart().equals(other.sliceStart())
                || !manifest.sliceEnd().equals(other.sliceEnd())) {
            throw new EiderException(
                    ErrorCode.BATCH_MISMATCH,
                    "Cannot commit " + manifest.revision() + ": it stands for " + manifest.sliceStart() + " to "
                            + manifest.sliceEnd() + ", but " + other.revision() + " for " + other.sliceStart() + " to "
                            + other.sliceEnd(),
                    "Restore the dataset's timezone and interval, or give the dataset another name");
        }
    }

    @Override
    public List<Revision> current(DatasetName dataset, StageName stage) throws EiderException {
        List<Revision> all = all(dataset, stage);
        List<Revision> current = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isGreatest = i + 1 == all.size()
                    || !all.get(i + 1).batch().equals(all.get(i).batch());
            if (isGreatest) {
                current.add(all.get(i));
            }
        }
        return current;
    }

    @Override
    public List<Revision> all(DatasetName dataset, StageName stage) throws EiderException {
        History history = history(dataset, stage);
        List<Revision> all = new ArrayList<>(history.look().counting());
        history.archives().all().forEach(archived -> all.add(archived.revision()));
        all.sort(null);
        return all;
    }

    @Override
    public List<Revision> held(List<Revision> revisions) throws EiderException {
        List<Revision> held = new ArrayList<>();
        List<Revision> loose = new ArrayList<>();
        for (Revision revision : revisions) {
            archives(revision).read();
            Optional<Archived> archived = archives(revision).find(revision);
            if (archived.isEmpty()) {
                loose.add(revision);
            } else if (archived.get().gate() == Gate.HELD) {
                held.add(revision);
            }
        }
        for (Manifest manifest : Parallel.map(loose, Listing.CALLS_MAX, this::open)) {
            if (manifest.gate() == Gate.HELD) {
                held.add(manifest.revision());
            }
        }
        held.sort(null);
        return held;
    }

    @Override
    public Manifest open(Revision revision) throws EiderException {
        return manifest(revision, bytes(revision));
    }

    /** The same where it is fine that there is none. */
    private Optional<Manifest> find(Revision revision) throws EiderException {
        try {
            return Optional.of(open(revision));
        } catch (EiderException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Manifest manifest(Revision revision, byte[] bytes) throws EiderException {
        ObjectKey key =
                archives(revision).find(revision).map(Archived::archive).orElseGet(() -> ZoneLayout.manifest(revision));
        Manifest manifest;
        try {
            manifest = ManifestFormat.read(bytes);
        } catch (Unreadable e) {
            throw corrupt(key, String.valueOf(e.getMessage()));
        }
        if (!manifest.revision().equals(revision)) {
            throw corrupt(key, "it states " + manifest.revision());
        }
        return manifest;
    }

    @Override
    public Manifest.Input input(Revision revision) throws EiderException {
        return new Manifest.Input(revision, Hashing.sha256(bytes(revision)));
    }

    private byte[] bytes(Revision revision) throws EiderException {
        Archives archives = archives(revision);
        archives.read();
        if (!archives.covers(revision)) {
            try {
                return loose(ZoneLayout.manifest(revision));
            } catch (EiderException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                // It may have been archived since the archives were read.
                archives.refresh();
            }
        }
        Optional<Archived> archived = archives.find(revision);
        if (archived.isPresent()) {
            return archives.bytes(archived.get());
        }
        throw new BucketException(
                ErrorCode.NOT_FOUND,
                "Object not found: " + ZoneLayout.manifest(revision) + " in " + bucket.describe(),
                null,
                null);
    }

    private byte[] loose(ObjectKey key) throws EiderException {
        try (InputStream in = bucket.open(key, Range.ALL)) {
            byte[] bytes = in.readNBytes(MANIFEST_BYTES_MAX);
            if (bytes.length == MANIFEST_BYTES_MAX) {
                throw corrupt(key, "it is longer than any manifest");
            }
            return bytes;
        } catch (IOException e) {
            throw FolderProblems.cannot("read", key.value(), bucket.describe(), e);
        }
    }

    private EiderException corrupt(ObjectKey key, String reason) {
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot read " + key + " in " + bucket.describe() + ": " + reason,
                "Restore the object from a backup; or delete it, and the next run states the batch again");
    }
}
