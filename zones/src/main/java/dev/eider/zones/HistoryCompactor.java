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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes closed manifests into archives, so that a command lists what is recent and reads few headers for the rest. An
 * archive holds the exact bytes; a loose manifest goes only after the archive that holds it was read back. Any number
 * of compactors may work at once: an archive's number is given once, and who loses it looks again. One that is killed
 * anywhere leaves what readers understand and the next one ends. Thread-safe.
 */
public final class HistoryCompactor {
    /** Age from which a manifest is closed. */
    public static final Duration CLOSED_AFTER = Duration.ofDays(7);

    /** Closed loose manifests of a dataset's stage from which a run compacts. */
    public static final int LOOSE_MAX = 1_000;

    /** Manifests from which an archive is worth its number: each is read with every command. */
    private static final int ARCHIVE_MIN = 500;

    /** Loose manifests looked at to tell whether the others are closed as well. */
    private static final int SAMPLE = 16;

    /** Manifests read at once, each of which may be large. */
    private static final int READ_AT_ONCE = 64;

    /** Rounds in which others were always faster; then they have done the work. */
    private static final int LOST_MAX = 5;

    private final Bucket bucket;
    private final Clock clock;
    private final int looseMax;
    private final int archiveMin;
    private final int archiveMax;

    public HistoryCompactor(Bucket bucket, Clock clock) {
        this(bucket, clock, LOOSE_MAX, ARCHIVE_MIN, ArchiveWriter.MANIFESTS_MAX);
    }

    HistoryCompactor(Bucket bucket, Clock clock, int looseMax, int archiveMin, int archiveMax) {
        this.bucket = bucket;
        this.clock = clock;
        this.looseMax = looseMax;
        this.archiveMin = archiveMin;
        this.archiveMax = archiveMax;
    }

    /**
     * What was done.
     *
     * @param archives made
     * @param archived manifests in them
     * @param removed loose manifests deleted, also those that an earlier compactor had archived
     */
    public record Compaction(int archives, int archived, int removed) {
        public static final Compaction NONE = new Compaction(0, 0, 0);

        public Compaction plus(Compaction other) {
            return new Compaction(archives + other.archives, archived + other.archived, removed + other.removed);
        }
    }

    /** Whether more than {@link #LOOSE_MAX} closed manifests are loose, as far as names and a few of them tell. */
    public boolean isDue(DatasetName dataset, StageName stage) throws EiderException {
        List<ObjectKey> first = bucket.list(ZoneLayout.manifests(dataset, stage), "", looseMax + 1);
        if (first.size() <= looseMax) {
            return false;
        }
        List<Revision> loose = new History(bucket, clock, dataset, stage).look().counting();
        if (loose.size() <= looseMax) {
            return false;
        }
        List<Revision> sample = new ArrayList<>();
        for (int i = 0; i < SAMPLE; i++) {
            sample.add(loose.get((int) ((long) i * loose.size() / SAMPLE)));
        }
        long closed = Parallel.map(sample, Listing.CALLS_MAX, this::fetch).stream()
                .filter(fetched -> fetched.filter(this::isClosed).isPresent())
                .count();
        return loose.size() * closed > (long) looseMax * SAMPLE;
    }

    /**
     * Archives closed manifests, oldest batch first, and deletes the loose ones that are archived. What would make an
     * archive of less than a few hundred waits.
     *
     * @param archivesMax most archives made
     */
    public Compaction compact(DatasetName dataset, StageName stage, int archivesMax) throws EiderException {
        History history = new History(bucket, clock, dataset, stage);
        Compaction done = Compaction.NONE;
        int lost = 0;
        while (lost < LOST_MAX) {
            History.Loose loose = history.look();
            done = done.plus(new Compaction(0, 0, removeArchived(history.archives(), loose.covered())));
            if (done.archives() >= archivesMax) {
                return done;
            }
            ArchiveWriter archive = new ArchiveWriter();
            fill(archive, loose.counting());
            if (archive.manifests() < archiveMin) {
                return done;
            }
            if (put(history.archives(), dataset, stage, archive)) {
                done = done.plus(new Compaction(1, archive.manifests(), 0));
            } else {
                lost++;
            }
        }
        return done;
    }

    /**
     * Loose manifests that do not count, since an archive covers them and does not hold what they state: the work of
     * somebody who slept for a week within a commit. Nobody needs them.
     */
    public List<ObjectKey> strays(DatasetName dataset, StageName stage) throws EiderException {
        History history = new History(bucket, clock, dataset, stage);
        List<ObjectKey> strays = new ArrayList<>();
        for (Revision revision : history.look().covered()) {
            Optional<byte[]> loose = bytes(ZoneLayout.manifest(revision));
            if (loose.isPresent() && !holds(history.archives(), revision, loose.get())) {
                strays.add(ZoneLayout.manifest(revision));
            }
        }
        return strays;
    }

    /** A loose manifest; without content where it is no whole one of the revision, which then stays as it is. */
    private static final class Fetched {
        private final Optional<Manifest> manifest;
        private final byte[] bytes;

        Fetched(Revision revision, byte[] bytes) {
            this.bytes = bytes;
            Optional<Manifest> read;
            try {
                read = Optional.of(ManifestFormat.read(bytes))
                        .filter(m -> m.revision().equals(revision));
            } catch (Unreadable e) {
                read = Optional.empty();
            }
            this.manifest = read;
        }
    }

    /**
     * Puts closed manifests into the archive. A batch ends at its first one that is not: none may lack below another. So
     * does a chain, whose later batches are not read to find them open as well.
     */
    private void fill(ArchiveWriter archive, List<Revision> loose) throws EiderException {
        Set<BatchId> open = new HashSet<>();
        Set<ChainId> openChains = new HashSet<>();
        int next = 0;
        while (next < loose.size()) {
            List<Revision> some = new ArrayList<>();
            for (; next < loose.size() && some.size() < READ_AT_ONCE; next++) {
                Revision revision = loose.get(next);
                if (ChainId.of(revision.batch()).filter(openChains::contains).isEmpty()) {
                    some.add(revision);
                }
            }
            List<Optional<Fetched>> fetched = Parallel.map(some, Listing.CALLS_MAX, this::fetch);
            for (int i = 0; i < some.size(); i++) {
                Revision revision = some.get(i);
                if (open.contains(revision.batch())
                        || fetched.get(i).filter(this::isClosed).isEmpty()) {
                    open.add(revision.batch());
                    ChainId.of(revision.batch()).ifPresent(openChains::add);
                    continue;
                }
                Fetched one = fetched.get(i).orElseThrow();
                archive.add(revision, one.manifest.orElseThrow().gate(), one.bytes);
                if (archive.isFull() || archive.manifests() >= archiveMax) {
                    return;
                }
            }
        }
    }

    private boolean isClosed(Fetched fetched) {
        Instant before = clock.instant().minus(CLOSED_AFTER);
        return fetched.manifest
                .filter(manifest -> manifest.committedAt().isBefore(before))
                .isPresent();
    }

    private Optional<Fetched> fetch(Revision revision) throws EiderException {
        return bytes(ZoneLayout.manifest(revision)).map(bytes -> new Fetched(revision, bytes));
    }

    /** Makes the next archive; false if another compactor took its number. */
    private boolean put(Archives archives, DatasetName dataset, StageName stage, ArchiveWriter archive)
            throws EiderException {
        int number = archives.known() + 1;
        ObjectKey key = ZoneLayout.archive(dataset, stage, number);
        return bucket.createIfAbsent(key, Body.of(archive.finish(number))).isPresent();
    }

    /** Deletes loose manifests of which an archive gives back the same bytes. */
    private int removeArchived(Archives archives, List<Revision> covered) throws EiderException {
        int removed = 0;
        for (boolean each : Parallel.map(covered, Listing.CALLS_MAX, revision -> remove(archives, revision))) {
            removed += each ? 1 : 0;
        }
        return removed;
    }

    private boolean remove(Archives archives, Revision revision) throws EiderException {
        ObjectKey key = ZoneLayout.manifest(revision);
        Optional<StoredObject> object = bucket.find(key);
        Optional<byte[]> loose = object.isEmpty() ? Optional.empty() : bytes(key);
        if (loose.isEmpty() || !holds(archives, revision, loose.get())) {
            return false;
        }
        bucket.delete(key, object.get().version());
        return true;
    }

    private static boolean holds(Archives archives, Revision revision, byte[] loose) throws EiderException {
        Optional<Archived> archived = archives.find(revision);
        return archived.isPresent() && Arrays.equals(archives.bytes(archived.get()), loose);
    }

    private Optional<byte[]> bytes(ObjectKey key) throws EiderException {
        try (InputStream in = bucket.open(key, Range.ALL)) {
            return Optional.of(in.readNBytes(BucketLedger.MANIFEST_BYTES_MAX));
        } catch (EiderException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw FolderProblems.cannot("read", key.value(), bucket.describe(), e);
        }
    }
}
