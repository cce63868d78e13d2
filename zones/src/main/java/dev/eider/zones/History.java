package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifests of a dataset's stage: those in archives, and loose ones. A loose one that an archive covers does not
 * count. Thread-safe.
 */
final class History {
    private final Bucket bucket;
    private final Clock clock;
    private final DatasetName dataset;
    private final StageName stage;
    private final Archives archives;

    History(Bucket bucket, Clock clock, DatasetName dataset, StageName stage) {
        this.bucket = bucket;
        this.clock = clock;
        this.dataset = dataset;
        this.stage = stage;
        this.archives = new Archives(bucket, dataset, stage);
    }

    /**
     * The names at a moment.
     *
     * @param counting loose revisions that count, in their order
     * @param covered loose revisions that an archive covers
     */
    record Loose(List<Revision> counting, List<Revision> covered) {}

    Archives archives() {
        return archives;
    }

    /**
     * Looks what there is. First at the loose ones, then at the archives: one that is archived in between is seen
     * twice, never not at all.
     */
    Loose look() throws EiderException {
        YearMonth until = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)).plusMonths(1);
        List<ObjectKey> keys = Listing.all(bucket, ZoneLayout.manifests(dataset, stage), until);
        archives.refresh();
        List<Revision> counting = new ArrayList<>();
        List<Revision> covered = new ArrayList<>();
        for (ObjectKey key : keys) {
            ZoneLayout.revision(dataset, stage, key)
                    .ifPresent(revision -> (archives.covers(revision) ? covered : counting).add(revision));
        }
        counting.sort(null);
        return new Loose(counting, covered);
    }
}
