package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.JsonReading.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ledger of a bucket: a manifest stands if its object exists, and the bucket creates it for one rival only. */
public final class BucketLedger implements Ledger {
    /** Names asked for at once. */
    private static final int PAGE = 1_000;

    /** A batch has few parts; what is longer is no manifest. */
    private static final int MANIFEST_BYTES_MAX = 64 << 20;

    private final Bucket bucket;

    public BucketLedger(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public Commit commit(Manifest manifest) throws EiderException {
        Revision revision = manifest.revision();
        Optional<Manifest> earlier = otherOf(revision);
        if (earlier.isPresent()) {
            requireSameInstants(manifest, earlier.get());
        }
        ObjectKey key = ZoneLayout.manifest(revision);
        if (bucket.createIfAbsent(key, Body.of(ManifestFormat.write(manifest))).isPresent()) {
            return new Commit.Done(manifest);
        }
        Manifest winner = open(revision);
        requireSameInstants(manifest, winner);
        return new Commit.Already(winner);
    }

    /** Another statement of the same slice: of the stage itself, else the raw one that a staging is made from. */
    private Optional<Manifest> otherOf(Revision revision) throws EiderException {
        for (ObjectKey key : bucket.list(ZoneLayout.manifests(revision.batch(), revision.stage()), "", PAGE)) {
            Optional<Revision> other = ZoneLayout.revision(revision.batch().dataset(), revision.stage(), key);
            if (other.isPresent() && !other.get().equals(revision)) {
                return Optional.of(open(other.get()));
            }
        }
        if (revision.stage() == StageName.STAGE
                && bucket.find(ZoneLayout.manifest(revision.rawInput())).isPresent()) {
            return Optional.of(open(revision.rawInput()));
        }
        return Optional.empty();
    }

    private static void requireSameInstants(Manifest manifest, Manifest other) throws EiderException {
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
        Map<BatchId, Revision> current = new TreeMap<>();
        String after = "";
        List<ObjectKey> page;
        do {
            page = bucket.list(ZoneLayout.manifests(dataset, stage), after, PAGE);
            for (ObjectKey key : page) {
                ZoneLayout.revision(dataset, stage, key)
                        .ifPresent(revision -> current.merge(revision.batch(), revision, BucketLedger::later));
                after = key.value();
            }
        } while (page.size() == PAGE);
        return new ArrayList<>(current.values());
    }

    private static Revision later(Revision one, Revision other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public Manifest open(Revision revision) throws EiderException {
        ObjectKey key = ZoneLayout.manifest(revision);
        Manifest manifest;
        try {
            manifest = ManifestFormat.read(bytes(key));
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
        return new Manifest.Input(revision, Hashing.sha256(bytes(ZoneLayout.manifest(revision))));
    }

    private byte[] bytes(ObjectKey key) throws EiderException {
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
