package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.metrics.Recorder;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The staging of one dataset: raw to clean and error by its contract, in a DuckDB of this process. A run ends with a
 * committed manifest, held where the quality gate failed, or leaves nothing that anybody can see. Owned by one thread;
 * two of them over one bucket, in one process or in several, do no harm. Closing gives DuckDB's memory back.
 */
public final class Staging implements AutoCloseable {
    private static final String STAGE = "stage";

    private final Contract contract;
    private final Context context;
    private final Recorder recorder;
    private final RawFormats formats;
    private final CleanHook hook;
    private final ChainStaging chains;
    private final RawScan scan = new RawScan();
    private @Nullable StagingDatabase database;
    private boolean isKeyChecked;

    public Staging(Contract contract, Context context, Recorder recorder) {
        this(contract, context, recorder, RawFormats.JSON);
    }

    /** @param formats how raw is read */
    public Staging(Contract contract, Context context, Recorder recorder, RawFormats formats) {
        this(contract, context, recorder, formats, RangeBounds.DEFAULT, CleanHook.NONE);
    }

    Staging(
            Contract contract,
            Context context,
            Recorder recorder,
            RawFormats formats,
            RangeBounds bounds,
            CleanHook hook) {
        this.contract = contract;
        this.context = context;
        this.recorder = recorder;
        this.formats = formats;
        this.hook = hook;
        chains = new ChainStaging(contract.dataset(), context, bounds);
    }

    /**
     * Batches whose current raw revision has no staging, in their order, from object names alone; then what of the
     * chains is not staged, ranges that follow each other joined.
     */
    public List<StagingStep> due() throws EiderException {
        return due(batch -> true);
    }

    /** The same of raw batches that the filter takes, and of their chains what is before them. */
    public List<StagingStep> due(Predicate<BatchId> filter) throws EiderException {
        List<StagingStep> due = new ArrayList<>();
        Map<BatchId, Revision> staged = staged();
        for (Revision raw : context.ledger().current(contract.dataset(), StageName.RAW)) {
            Revision known = staged.get(raw.batch());
            if (!isOfChain(raw) && filter.test(raw.batch()) && (known == null || known.input() < raw.number())) {
                due.add(new StagingStep(raw, raw.staged(1)));
            }
        }
        due.addAll(chains.due(filter));
        return due;
    }

    /**
     * The same of ranges of chains that were just committed, from their manifests alone. Where a range before them is
     * not staged, {@link #run} says so.
     */
    public List<StagingStep> due(Collection<Manifest> ranges) {
        return chains.due(ranges);
    }

    private static boolean isOfChain(Revision raw) {
        return ChainId.of(raw.batch()).isPresent();
    }

    /**
     * One more staging of the batch's current raw revision, whether one is due or not; of a range of offsets, with what
     * it was staged together with. Empty without raw.
     */
    public Optional<StagingStep> again(BatchId batch) throws EiderException {
        return again(batch::equals).stream().findFirst();
    }

    /** The same of every batch that the filter takes, in their order. */
    public List<StagingStep> again(Predicate<BatchId> filter) throws EiderException {
        Map<BatchId, Revision> staged = staged();
        List<StagingStep> again = new ArrayList<>();
        for (Revision raw : context.ledger().current(contract.dataset(), StageName.RAW)) {
            if (!isOfChain(raw) && filter.test(raw.batch())) {
                again.add(new StagingStep(raw, raw.staged(nextNumber(raw, staged.get(raw.batch())))));
            }
        }
        again.addAll(chains.again(filter));
        return again;
    }

    private static int nextNumber(Revision raw, @Nullable Revision staged) {
        return staged == null || staged.input() < raw.number() ? 1 : staged.number() + 1;
    }

    private Map<BatchId, Revision> staged() throws EiderException {
        return context.ledger().current(contract.dataset(), StageName.STAGE).stream()
                .collect(Collectors.toMap(Revision::batch, Function.identity()));
    }

    /**
     * Judges the step's raw revisions and commits the result.
     *
     * @return Done, its manifest held where the gate failed; Already where another run was first
     * @throws EiderException of code OVERTAKEN where a range of offsets would not begin where the staging before it
     *     ends; of MASK_KEY_MISMATCH, UNBALANCED_BOOKS, CORRUPT_OBJECT, STORAGE_FULL, …; then
     *     nothing is committed
     */
    public Commit run(StagingStep step) throws EiderException {
        Instant start = context.clock().instant();
        String outcome = "failed";
        try {
            checkKey();
            Optional<Manifest> overtaking = chains.overtaking(step);
            Commit commit = overtaking.isPresent() ? new Commit.Already(overtaking.get()) : run(step, raws(step));
            chains.staged(commit.manifest());
            outcome = outcome(commit);
            return commit;
        } finally {
            recorder.step(
                    STAGE,
                    dataset(),
                    outcome,
                    Duration.between(start, context.clock().instant()));
        }
    }

    private List<Manifest> raws(StagingStep step) throws EiderException {
        List<Manifest> raws = new ArrayList<>();
        for (Revision raw : step.raws()) {
            raws.add(context.ledger().open(raw));
        }
        List<OffsetRange> ranges =
                raws.stream().flatMap(raw -> raw.offsets().stream()).toList();
        Optional<OffsetRange> offsets = ranges.isEmpty() ? Optional.empty() : Optional.of(OffsetRange.joined(ranges));
        if (!offsets.equals(step.offsets())) {
            throw new IllegalArgumentException("Invalid staging: " + step + " of " + offsets);
        }
        return raws;
    }

    private Commit run(StagingStep step, List<Manifest> raws) throws EiderException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory(context.scratch(), "stage-");
            StagingRun run = new StagingRun(contract, context, database(), scan, hook, formats, folder);
            Commit commit = run.stage(step, raws);
            if (commit instanceof Commit.Done) {
                count(commit.manifest());
            }
            return commit;
        } catch (IOException | SQLException e) {
            throw Failures.of("stage " + step.batch(), e);
        } finally {
            RunFolder.delete(folder);
        }
    }

    private StagingDatabase database() throws SQLException {
        StagingDatabase open = database;
        if (open == null) {
            open = StagingDatabase.open(context.limits(), context.scratch().resolve("duckdb-stage"));
            open.register("judge", scan);
            database = open;
        }
        return open;
    }

    /** Two keys would make two tokens of one account: the latest staging must have had the same. */
    private void checkKey() throws EiderException {
        if (isKeyChecked || !contract.hasMasks()) {
            return;
        }
        String key = context.maskKey()
                .orElseThrow(() -> new EiderException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "Invalid mask_key: none (" + contract.dataset() + " masks fields)",
                        "Set mask_key in eider.yaml"))
                .id();
        List<Revision> staged = context.ledger().current(contract.dataset(), StageName.STAGE);
        if (!staged.isEmpty()) {
            Revision latest = staged.get(staged.size() - 1);
            Optional<String> before = context.ledger().open(latest).maskKey();
            if (before.isPresent() && !before.get().equals(key)) {
                throw new EiderException(
                        ErrorCode.MASK_KEY_MISMATCH,
                        "Cannot mask " + contract.dataset() + ": the key is " + key + ", but " + latest
                                + " was masked with " + before.get(),
                        "Restore the mask_key that the zones were made with");
            }
        }
        isKeyChecked = true;
    }

    private static String outcome(Commit commit) {
        if (commit instanceof Commit.Already) {
            return "already";
        }
        return commit.manifest().gate() == Gate.HELD ? "held" : "done";
    }

    private void count(Manifest manifest) {
        recorder.records(STAGE, dataset(), "read", manifest.books().read());
        recorder.records(STAGE, dataset(), "clean", manifest.books().clean());
        recorder.records(STAGE, dataset(), "rejected", manifest.books().rejected());
        recorder.records(STAGE, dataset(), "superseded", manifest.books().superseded());
        recorder.records(STAGE, dataset(), "duplicate", manifest.books().duplicate());
        recorder.records(STAGE, dataset(), "filtered", manifest.books().filtered());
        manifest.rejects().forEach((code, count) -> recorder.rejects(STAGE, dataset(), code, count));
        recorder.bytes(
                STAGE,
                dataset(),
                manifest.outputs().stream().mapToLong(f -> f.bytes()).sum());
    }

    private String dataset() {
        return contract.dataset().value();
    }

    @Override
    public void close() throws EiderException {
        StagingDatabase open = database;
        database = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw Failures.of("close DuckDB", e);
            }
        }
    }
}
