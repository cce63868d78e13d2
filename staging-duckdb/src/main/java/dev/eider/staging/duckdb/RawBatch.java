package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.contract.RawRecord;
import dev.eider.contract.Reason;
import dev.eider.contract.RecordValidator;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Validators;
import dev.eider.contract.Verdict;
import dev.eider.zones.Context;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Expiry;
import dev.eider.zones.Manifest;
import dev.eider.zones.Range;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Raw revisions being judged as one: their parts, handed out one by one, and what they yielded. Thread-safe. */
final class RawBatch {
    private static final Reason SUPERSEDED =
            Reason.of(RejectionCode.SUPERSEDED, "a later record of the batch has the same key");
    private static final int SEGMENT_BUFFER_BYTES_MIN = 1 << 13;

    private final Contract contract;
    private final Context context;
    private final String name;
    private final long records;
    private final List<RawPart> parts = new ArrayList<>();
    private final List<Column> columns;
    private final RecordOrder order;
    private final Instant rejectedAt;
    private final Path folder;
    private final AtomicInteger next;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final PartTally total;
    private final Repeats repeats;

    /**
     * @param name for people
     * @param raws in their order
     * @param folder scratch for the segments
     */
    RawBatch(Contract contract, Context context, String name, List<Manifest> raws, RawFormats formats, Path folder)
            throws EiderException {
        this.contract = contract;
        this.context = context;
        this.name = name;
        this.folder = folder;
        records = raws.stream().mapToLong(raw -> raw.books().read()).sum();
        for (Manifest raw : raws) {
            parts.addAll(RawPart.of(raw, formats.of(raw)));
        }
        next = new AtomicInteger(parts.size());
        columns = contract.columns();
        order = RecordOrder.of(
                contract, parts.stream().map(part -> part.raw().sliceStart()).toList());
        rejectedAt = context.clock().instant();
        total = newTally();
        boolean isKeyed = !contract.primaryKey().isEmpty();
        repeats = new Repeats(
                isKeyed ? SeenKeys.of(records) : Optional.empty(),
                context.limits().errorBufferBytesMax());
    }

    /** The batch for messages. */
    String name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    ChunkRows newRows() {
        return new ChunkRows(columns, order);
    }

    KeyHash newKeyHash() {
        return new KeyHash(contract);
    }

    /** Records that the scan does not yield, for their key was seen before. */
    Repeats repeats() {
        return repeats;
    }

    int threads() {
        return Math.max(1, Math.min(context.limits().threads(), parts.size()));
    }

    int parts() {
        return parts.size();
    }

    RecordValidator validator() {
        return Validators.of(contract, context.maskKey(), context.limits());
    }

    PartTally newTally() {
        return new PartTally(context.limits().datesPerBatchMax());
    }

    /**
     * A part that no thread has taken; -1 where there is none. The last one comes first: where a source tells a record
     * at the end of one page and again at the beginning of the next, the one to keep is then the one seen first.
     */
    int nextPart() {
        return Math.max(-1, next.decrementAndGet());
    }

    RecordFormat.Cursor open(int part) throws EiderException {
        RawPart it = parts.get(part);
        try {
            return it.format().open(context.bucket().open(it.file().key(), Range.ALL), context.limits());
        } catch (IOException e) {
            throw unreadable(part, e);
        } catch (EiderException e) {
            throw Expiry.explain(e, context, it.raw(), it.file(), it.ifCorrupt());
        }
    }

    EiderException unreadable(int part, IOException cause) {
        RawPart it = parts.get(part);
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot read " + it.file().key() + ": " + cause.getMessage(),
                it.ifCorrupt(),
                cause);
    }

    long place(int part, RawRecord record) {
        return new Place.Stored(part, record.ordinal()).packed();
    }

    ErrorSegment segment(int part) {
        int share = context.limits().errorBufferBytesMax() / context.limits().threads();
        return new ErrorSegment(segmentFile(part), Math.max(SEGMENT_BUFFER_BYTES_MIN, share));
    }

    Path segmentFile(int part) {
        return folder.resolve("errors-" + part);
    }

    /** The line of a record that a later one of its key superseded. */
    byte[] supersededLine(int part, RawRecord record, Verdict.Clean verdict, String fingerprint) {
        return errorLine(part, record, new Verdict.Rejected(List.of(SUPERSEDED), verdict.passing(), "{}"), fingerprint);
    }

    byte[] errorLine(int part, RawRecord record, Verdict.Rejected verdict, String fingerprint) {
        ErrorRecord error = new ErrorRecord(
                contract.dataset(),
                contract.version(),
                verdict.reasons(),
                verdict.passing(),
                verdict.shape(),
                parts.get(part).raw().revision(),
                new Place.Stored(parts.get(part).number(), record.ordinal()),
                fingerprint,
                rejectedAt,
                context.build());
        return error.toLine();
    }

    /** Adds what a part yielded, once its last record is judged. */
    void add(int part, PartTally tally) throws EiderException {
        StoredFile stored = parts.get(part).file();
        if (tally.read != stored.records()) {
            throw new EiderException(
                    ErrorCode.CORRUPT_OBJECT,
                    "Cannot read " + stored.key() + ": " + tally.read + " records instead of " + stored.records(),
                    parts.get(part).ifCorrupt());
        }
        synchronized (total) {
            total.read += tally.read;
            total.filtered += tally.filtered;
            total.unknownFields += tally.unknownFields;
            total.days.add(tally.days);
            context.progress().at(name, total.read, records);
        }
    }

    /** What all parts yielded; complete when the scan is over. */
    PartTally total() {
        synchronized (total) {
            return total;
        }
    }

    void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** The first failure, with its type and cause. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }
}
