package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Retention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds and deletes what a bucket's zones need no longer: leftovers of killed writers, objects of revisions that others
 * replaced, raw and error objects past their retention. It goes by objects, some thousands at a time, so that memory
 * is bounded by the names of manifests. Manifests, archives, generations, clean objects of current revisions and
 * objects whose names are not Eider's always stay. Safe beside any number of writers and cleaners. Not thread-safe.
 */
public final class BucketCleaner {
    /** Age from which an object that no manifest names is a leftover: no writer may commit that old. */
    public static final Duration LEFTOVER_AFTER = Duration.ofDays(7);

    private static final List<String> ZONES = List.of(ZoneLayout.CLEAN, ZoneLayout.ERROR, ZoneLayout.RAW);
    private static final int OBJECTS_AT_ONCE = 10_000;

    /** Revisions of two stages may be equal in number. */
    private static final Comparator<Revision> STAGES =
            Comparator.comparing(Revision::stage).thenComparing(Comparator.naturalOrder());

    private final Bucket bucket;
    private final Ledger ledger;
    private final Retention retention;
    private final Instant now;
    private final int objectsAtOnce;
    private final Map<DatasetName, Known> known = new HashMap<>();

    /** Every revision of a dataset. */
    private record Known(NavigableSet<Revision> raw, NavigableSet<Revision> staged) {
        boolean has(Revision revision) {
            return (revision.stage() == StageName.RAW ? raw : staged).contains(revision);
        }
    }

    public BucketCleaner(Bucket bucket, Ledger ledger, Retention retention, Clock clock) {
        this(bucket, ledger, retention, clock, OBJECTS_AT_ONCE);
    }

    BucketCleaner(Bucket bucket, Ledger ledger, Retention retention, Clock clock, int objectsAtOnce) {
        this.bucket = bucket;
        this.ledger = ledger;
        this.retention = retention;
        this.now = clock.instant();
        this.objectsAtOnce = objectsAtOnce;
    }

    /** Why an object is not needed. */
    public enum Reason {
        /** No manifest names it, and nobody can commit it any more. */
        LEFTOVER,
        /** A later revision of its batch stands in its place for longer than retention says. */
        SUPERSEDED,
        /** It is older than retention says. */
        EXPIRED
    }

    /** How much of something there is. */
    public record Amount(long objects, long bytes) {
        public static final Amount NONE = new Amount(0, 0);

        Amount plus(long more) {
            return new Amount(objects + 1, bytes + more);
        }
    }

    /**
     * What would go, or went.
     *
     * @param amounts for every reason
     * @param foreign objects in the zones whose names are not Eider's; they stay
     */
    public record Cleaning(Map<Reason, Amount> amounts, long foreign) {
        public Cleaning {
            amounts = Map.copyOf(amounts);
        }

        public boolean isEmpty() {
            return amounts.values().stream().allMatch(amount -> amount.objects() == 0);
        }
    }

    /** Looks what would go; changes nothing. */
    public Cleaning plan() throws EiderException {
        return walk(false);
    }

    /** Looks anew and deletes what it finds, each object in the version that it saw. */
    public Cleaning apply() throws EiderException {
        return walk(true);
    }

    private Cleaning walk(boolean deletes) throws EiderException {
        Tally tally = new Tally();
        for (String zone : ZONES) {
            String after = "";
            List<ObjectKey> page;
            do {
                page = bucket.list(zone, after, objectsAtOnce);
                for (Found found : stored(candidates(page, tally))) {
                    if (deletes) {
                        bucket.delete(found.object().key(), found.object().version());
                    }
                    tally.add(found);
                }
                after = page.isEmpty() ? "" : page.get(page.size() - 1).value();
            } while (page.size() == objectsAtOnce);
        }
        return new Cleaning(tally.amounts, tally.foreign);
    }

    private static final class Tally {
        final Map<Reason, Amount> amounts = new EnumMap<>(Reason.class);
        long foreign;

        Tally() {
            for (Reason reason : Reason.values()) {
                amounts.put(reason, Amount.NONE);
            }
        }

        void add(Found found) {
            amounts.computeIfPresent(
                    found.reason(),
                    (reason, amount) -> amount.plus(found.object().bytes()));
        }
    }

    private record Candidate(ObjectKey key, Reason reason) {}

    private record Found(StoredObject object, Reason reason) {}

    /** Objects that may go, from names and manifests alone; each manifest is opened once. */
    private List<Candidate> candidates(List<ObjectKey> keys, Tally tally) throws EiderException {
        Map<Revision, List<ObjectKey>> byRevision = new TreeMap<>(STAGES);
        for (ObjectKey key : keys) {
            Optional<Revision> revision = ZoneLayout.revisionOfPart(key);
            if (revision.isPresent()) {
                byRevision
                        .computeIfAbsent(revision.get(), r -> new ArrayList<>())
                        .add(key);
            } else {
                tally.foreign++;
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Map.Entry<Revision, List<ObjectKey>> entry : byRevision.entrySet()) {
            judge(entry.getKey(), entry.getValue(), candidates);
        }
        return candidates;
    }

    private void judge(Revision revision, List<ObjectKey> keys, List<Candidate> candidates) throws EiderException {
        Known all = known(revision.batch().dataset());
        if (!all.has(revision)) {
            keys.forEach(key -> candidates.add(new Candidate(key, Reason.LEFTOVER)));
            return;
        }
        Manifest manifest = ledger.open(revision);
        Map<ObjectKey, StoredFile> named = new HashMap<>();
        manifest.outputs().forEach(file -> named.put(file.key(), file));
        Set<ObjectKey> replaced = replaced(manifest, all);
        for (ObjectKey key : keys) {
            StoredFile file = named.get(key);
            if (file == null) {
                candidates.add(new Candidate(key, Reason.LEFTOVER));
            } else if (replaced.contains(key)) {
                candidates.add(new Candidate(key, Reason.SUPERSEDED));
            } else if (isOver(manifest.committedAt(), Expiry.kept(file.role(), retention))) {
                candidates.add(new Candidate(key, Reason.EXPIRED));
            }
        }
    }

    /** Objects of a replaced revision that its successor does not name as well. */
    private Set<ObjectKey> replaced(Manifest manifest, Known all) throws EiderException {
        Optional<Duration> kept = retention.superseded().deleteAfter();
        if (kept.isEmpty()) {
            return Set.of();
        }
        Revision revision = manifest.revision();
        Optional<Manifest> by = new Supersession(ledger, all.staged()).by(revision);
        if (by.isEmpty() || !isOver(by.get().committedAt(), kept)) {
            return Set.of();
        }
        Set<ObjectKey> replaced = new HashSet<>();
        manifest.outputs().forEach(file -> replaced.add(file.key()));
        Manifest successor = revision.stage() == StageName.STAGE
                ? by.get()
                : ledger.open(by.get().revision().rawInput());
        successor.outputs().forEach(file -> replaced.remove(file.key()));
        return replaced;
    }

    private boolean isOver(Instant since, Optional<Duration> kept) {
        return kept.filter(duration -> !now.isBefore(since.plus(duration))).isPresent();
    }

    private Known known(DatasetName dataset) throws EiderException {
        Known there = known.get(dataset);
        if (there == null) {
            there = new Known(
                    new TreeSet<>(ledger.all(dataset, StageName.RAW)),
                    new TreeSet<>(ledger.all(dataset, StageName.STAGE)));
            known.put(dataset, there);
        }
        return there;
    }

    /** Candidates that are there, leftovers only where they are old enough. */
    private List<Found> stored(List<Candidate> candidates) throws EiderException {
        Instant before = now.minus(LEFTOVER_AFTER);
        List<Found> found = new ArrayList<>();
        for (Optional<Found> one : Parallel.map(candidates, Listing.CALLS_MAX, this::find)) {
            one.filter(f -> f.reason() != Reason.LEFTOVER
                            || f.object().modified().isBefore(before))
                    .ifPresent(found::add);
        }
        return found;
    }

    private Optional<Found> find(Candidate candidate) throws EiderException {
        return bucket.find(candidate.key()).map(object -> new Found(object, candidate.reason()));
    }
}
