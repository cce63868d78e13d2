package dev.eider.staging.duckdb;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BatchId;
import dev.eider.zones.Chain;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Context;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The stagings of a dataset's chains. Each begins where the one before ended, which is looked at before it runs: what
 * is staged stays so, hence the creation of its manifest alone decides between two that begin at one offset. Owned by
 * one thread.
 */
final class ChainStaging {
    private final DatasetName dataset;
    private final Ledger ledger;
    private final Chains chains;
    private final RangeBounds bounds;

    /** Offsets at which a staging of the chain is known to end. */
    private final Map<ChainId, Long> ends = new HashMap<>();

    ChainStaging(DatasetName dataset, Context context, RangeBounds bounds) {
        this.dataset = dataset;
        ledger = context.ledger();
        chains = new Chains(context.bucket(), ledger, dataset);
        this.bounds = bounds;
    }

    /** What is not staged, joined up to the bounds; from names and the manifests of what is due. */
    List<StagingStep> due() throws EiderException {
        return due(batch -> true);
    }

    /** The same, of each chain up to the last raw batch that the filter takes: what is before it must be staged first. */
    List<StagingStep> due(Predicate<BatchId> filter) throws EiderException {
        List<StagingStep> due = new ArrayList<>();
        for (List<Revision> raws : chains.unstaged().values()) {
            int end = raws.size();
            while (end > 0 && !filter.test(raws.get(end - 1).batch())) {
                end--;
            }
            if (end > 0) {
                due.addAll(joined(chains.manifests(raws.subList(0, end))));
            }
        }
        return due;
    }

    /** The same of ranges that were just committed. */
    List<StagingStep> due(Collection<Manifest> ranges) {
        NavigableMap<ChainId, List<Manifest>> byChain = new TreeMap<>();
        ranges.stream()
                .sorted(Comparator.comparing(Manifest::revision))
                .forEach(raw -> byChain.computeIfAbsent(range(raw).chain(), chain -> new ArrayList<>())
                        .add(raw));
        return byChain.values().stream().flatMap(raws -> joined(raws).stream()).toList();
    }

    /**
     * Stagings of what the filter takes of raw, whether due or not: of what is staged exactly what its manifest names,
     * of the rest all up to the last one.
     */
    List<StagingStep> again(Predicate<BatchId> filter) throws EiderException {
        List<StagingStep> again = new ArrayList<>();
        Optional<Manifest> last = Optional.empty();
        for (Revision raw : ledger.current(dataset, StageName.RAW)) {
            boolean isMeant = ChainId.of(raw.batch()).isPresent() && filter.test(raw.batch());
            if (isMeant
                    && last.filter(manifest -> Chains.isIn(raw.batch(), manifest))
                            .isEmpty()) {
                last = chains.staging(raw.batch());
                last.map(ChainStaging::restaging).ifPresent(again::add);
            }
        }
        again.addAll(due(filter));
        again.sort((a, b) -> a.target().compareTo(b.target()));
        return again;
    }

    private static StagingStep restaging(Manifest staged) {
        Revision revision = staged.revision();
        return new StagingStep(
                staged.inputs().stream().map(Manifest.Input::revision).toList(),
                new Revision(revision.batch(), StageName.STAGE, revision.input(), revision.number() + 1),
                staged.offsets(),
                StagingStep.Gating.HOLD);
    }

    private List<StagingStep> joined(List<Manifest> raws) {
        List<StagingStep> steps = new ArrayList<>();
        int from = 0;
        long records = 0;
        long bytes = 0;
        for (int i = 0; i < raws.size(); i++) {
            Manifest raw = raws.get(i);
            long moreBytes = bytes(raw);
            if (i > from
                    && (i - from >= bounds.rangesMax()
                            || records + raw.books().read() > bounds.recordsMax()
                            || bytes + moreBytes > bounds.bytesMax()
                            || range(raw).from() != range(raws.get(i - 1)).end())) {
                steps.add(step(raws.subList(from, i)));
                from = i;
                records = 0;
                bytes = 0;
            }
            records += raw.books().read();
            bytes += moreBytes;
        }
        steps.add(step(raws.subList(from, raws.size())));
        return steps;
    }

    private static long bytes(Manifest raw) {
        return raw.outputs(StoredFile.Role.RECORDS).stream()
                .mapToLong(StoredFile::bytes)
                .sum();
    }

    private static StagingStep step(List<Manifest> raws) {
        List<Revision> revisions = raws.stream().map(Manifest::revision).toList();
        return new StagingStep(
                revisions,
                revisions.get(0).staged(1),
                Optional.of(OffsetRange.joined(
                        raws.stream().map(ChainStaging::range).toList())),
                StagingStep.Gating.HOLD);
    }

    private static OffsetRange range(Manifest manifest) {
        return manifest.offsets().orElseThrow();
    }

    /**
     * The staging that has what the step would stage first; empty where it begins at the end of the one before.
     *
     * @throws EiderException of code OVERTAKEN where what is before it is not staged
     */
    Optional<Manifest> overtaking(StagingStep step) throws EiderException {
        if (step.offsets().isEmpty() || step.target().number() > 1) {
            return Optional.empty();
        }
        OffsetRange range = step.offsets().get();
        Long known = ends.get(range.chain());
        if (known != null && known == range.from()) {
            return Optional.empty();
        }
        chains.last(StageName.STAGE).values().forEach(this::staged);
        long end = end(range.chain());
        if (end > range.from()) {
            return Optional.of(chains.staging(step.raw().batch()).orElseThrow());
        }
        if (end < range.from()) {
            throw new EiderException(
                    ErrorCode.OVERTAKEN,
                    "Cannot stage " + step.batch() + ": offsets " + end + " to " + (range.from() - 1)
                            + " before it are not staged",
                    "Run the command again: it starts from what stands now");
        }
        return Optional.empty();
    }

    private long end(ChainId chain) throws EiderException {
        Long end = ends.get(chain);
        return end == null ? chains.find(chain).map(Chain::first).orElse(0L) : end;
    }

    /** Takes note that a staging stands. */
    void staged(Manifest staged) {
        staged.offsets().ifPresent(range -> ends.merge(range.chain(), range.end(), Math::max));
    }
}
