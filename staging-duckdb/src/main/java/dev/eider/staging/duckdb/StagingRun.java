package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.MaskKey;
import dev.eider.contract.Quality;
import dev.eider.zones.Body;
import dev.eider.zones.Books;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.EventTimes;
import dev.eider.zones.Gate;
import dev.eider.zones.Hashing;
import dev.eider.zones.Manifest;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Revision;
import dev.eider.zones.RollingWriter;
import dev.eider.zones.StoredFile;
import dev.eider.zones.StoredParts;
import dev.eider.zones.UnbalancedBooksException;
import dev.eider.zones.ZoneLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one step: scan, rank, place, write the errors, balance the books, commit. Used once. */
final class StagingRun {
    private static final Logger LOG = LoggerFactory.getLogger(StagingRun.class);

    private final Contract contract;
    private final Context context;
    private final StagingDatabase database;
    private final RawScan scan;
    private final CleanHook hook;
    private final RawFormats formats;
    private final Path folder;
    private final String nonce;
    private final Instant began;
    private final List<StoredFile> outputs = new ArrayList<>();

    /** @param folder scratch of this run alone */
    StagingRun(
            Contract contract,
            Context context,
            StagingDatabase database,
            RawScan scan,
            CleanHook hook,
            RawFormats formats,
            Path folder) {
        this.contract = contract;
        this.context = context;
        this.database = database;
        this.scan = scan;
        this.hook = hook;
        this.formats = formats;
        this.folder = folder;
        nonce = context.nonces().get();
        began = context.clock().instant();
    }

    Commit stage(StagingStep step, List<Manifest> raws) throws EiderException, SQLException, IOException {
        boolean isKnown = false;
        try {
            Manifest manifest = judge(step, raws).expiring(context.retention(), began);
            // From here on another process may have seen the manifest, whatever this one is told.
            isKnown = true;
            Commit commit = context.ledger().commit(manifest, began);
            if (commit instanceof Commit.Already already) {
                StoredParts.discard(context.bucket(), outputs, Optional.of(already.manifest()));
            }
            return commit;
        } finally {
            if (!isKnown) {
                discard();
            }
        }
    }

    private Manifest judge(StagingStep step, List<Manifest> raws) throws EiderException, SQLException, IOException {
        Manifest raw = raws.get(0);
        LocalDate batchDate = LocalDate.ofInstant(raw.sliceStart(), contract.timezone());
        RawBatch batch = new RawBatch(contract, context, step.batch(), raws, formats, folder);
        CleanFiles files =
                new CleanFiles(database, contract, folder, context.limits().fileBytesMax());
        Judged judged = scan(batch, files);
        PartTally total = batch.total();
        hook.written(judged.files());

        Ranking ranking = new Ranking(database, contract);
        long losers = ranking.rank(judged);
        if (losers > 0 && isKeyDerived(step)) {
            throw collision(step);
        }
        long clean = putClean(step, files, files.place(judged.files(), losers, total.days, batchDate));
        long duplicates = ranking.duplicates();
        ErrorZone errors = putErrors(step, batch, ranking, batchDate);

        Books books = balance(
                step,
                new long[] {total.read, clean, errors.rejected(), errors.superseded(), duplicates, total.filtered});
        QualityGate gate = new QualityGate(quality(step), context.limits().datesPerBatchMax());
        Optional<String> held = gate.heldBecause(books, errors.rejects(), total.unknownFields, total.days);
        return new Manifest(
                step.target(),
                raw.sliceStart(),
                raw.sliceEnd(),
                held.isPresent() && step.gating() == StagingStep.Gating.HOLD ? Gate.HELD : Gate.PASSED,
                held,
                inputs(step),
                outputs,
                books,
                errors.rejects(),
                total.unknownFields,
                eventTimes(clean, total.days, batchDate),
                contract.fingerprint(),
                contract.version(),
                contract.hasMasks() ? context.maskKey().map(MaskKey::id) : Optional.empty(),
                context.clock().instant(),
                context.build(),
                step.offsets());
    }

    /** Whether the whole key is derived of the offset, which no other record of the chain has. */
    private boolean isKeyDerived(StagingStep step) {
        List<String> key = contract.primaryKey();
        return step.offsets().isPresent()
                && key.size() == 1
                && contract.field(key.get(0)).derive().isPresent();
    }

    private EiderException collision(StagingStep step) {
        String field = contract.primaryKey().get(0);
        return new EiderException(
                ErrorCode.INVALID_CONFIGURATION,
                "Cannot stage " + step.batch() + ": two records have one derived " + field,
                "Add $meta.offset to primary_key as a field, or derive " + field
                        + " of topic, partition and offset alone");
    }

    /** How many records a range of offsets has is no quality of its topic. */
    private Quality quality(StagingStep step) {
        Quality quality = contract.quality();
        return step.offsets().isEmpty() ? quality : new Quality(quality.maxRejected(), 0, quality.maxUnknownFields());
    }

    private List<Manifest.Input> inputs(StagingStep step) throws EiderException {
        List<Manifest.Input> inputs = new ArrayList<>();
        for (Revision input : step.raws()) {
            inputs.add(context.ledger().input(input));
        }
        return inputs;
    }

    private Judged scan(RawBatch batch, CleanFiles files) throws EiderException, SQLException, IOException {
        if (batch.parts() == 0) {
            return Judged.NOTHING;
        }
        try {
            scan.turnTo(batch);
            List<Path> all = new ArrayList<>(files.scan("judged"));
            Repeats held = batch.repeats();
            held.end();
            if (held.isEmpty()) {
                return new Judged(all, List.of(), held.areAll());
            }
            scan.turnToRepeats(batch);
            List<Path> repeats = files.scan("repeats");
            all.addAll(repeats);
            return new Judged(all, repeats, held.areAll());
        } catch (SQLException e) {
            Optional<Throwable> failure = batch.failure();
            if (failure.isPresent() && failure.get() instanceof EiderException known) {
                known.addSuppressed(e);
                throw known;
            }
            if (failure.isPresent() && failure.get() instanceof Exception unknown) {
                throw Failures.of("stage " + batch.name(), unknown);
            }
            throw e;
        }
    }

    /** Rows of clean as the files' own footers state them. */
    private long putClean(StagingStep step, CleanFiles files, List<CleanFiles.Placed> placed)
            throws EiderException, SQLException, IOException {
        long rows = 0;
        int number = 0;
        for (CleanFiles.Placed file : placed) {
            long inFile = files.rows(file.file());
            if (inFile == 0) {
                continue;
            }
            int part = number++;
            ObjectKey key = file.date()
                    .map(date -> ZoneLayout.clean(step.target(), date, nonce, part))
                    .orElseGet(() -> ZoneLayout.cleanMixed(step.target(), nonce, part));
            put(key, inFile, file.file());
            rows += inFile;
        }
        return rows;
    }

    private void put(ObjectKey key, long records, Path file) throws EiderException, IOException {
        StoredFile stored = new StoredFile(StoredFile.Role.CLEAN, key, records, Files.size(file), Hashing.sha256(file));
        if (context.bucket().createIfAbsent(key, Body.taking(file)).isEmpty()) {
            throw new EiderException(
                    ErrorCode.INTERNAL,
                    "Cannot write " + key + " in " + context.bucket().describe() + ": the name is taken",
                    "Run the command again: it takes another name");
        }
        outputs.add(stored);
    }

    private ErrorZone putErrors(StagingStep step, RawBatch batch, Ranking ranking, LocalDate batchDate)
            throws EiderException, SQLException, IOException {
        try (RollingWriter writer = new RollingWriter(
                        StoredFile.Role.ERRORS,
                        RollingWriter.Compression.NONE,
                        part -> ZoneLayout.errors(step.target(), batchDate, nonce, part),
                        folder,
                        context.limits());
                StagingDatabase.Rows superseded = ranking.superseded()) {
            ErrorZone errors = new ErrorZone(batch, writer, superseded.result());
            errors.write();
            outputs.addAll(writer.finish(context.bucket()));
            return errors;
        }
    }

    private static Books balance(StagingStep step, long[] counts) throws EiderException {
        try {
            return new Books(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
        } catch (UnbalancedBooksException e) {
            throw new EiderException(
                    ErrorCode.UNBALANCED_BOOKS,
                    "Cannot commit " + step.target() + ": " + e.getMessage(),
                    "Run the command again; if it happens again, keep the raw batch and report it",
                    e);
        }
    }

    /** Refused pages hold no records that could be in the books, but a reader of this manifest wants to know of them. */
    private Optional<EventTimes> eventTimes(long clean, EventDays days, LocalDate batchDate) {
        if (clean == 0) {
            return Optional.empty();
        }
        return contract.eventTime().isPresent() ? days.bounds() : Optional.of(new EventTimes(batchDate, batchDate, 1));
    }

    /** Nobody knows of the objects yet: they go, and what resists stays without harm. */
    private void discard() {
        try {
            StoredParts.discard(context.bucket(), outputs, Optional.empty());
        } catch (EiderException e) {
            LOG.debug("Cannot delete objects of a failed run: {}", e.getMessage());
        }
    }
}
