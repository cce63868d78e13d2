package dev.eider.ingest.stream;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.metrics.Recorder;
import dev.eider.payloads.WrittenSchema;
import dev.eider.zones.Books;
import dev.eider.zones.Chains;
import dev.eider.zones.Commit;
import dev.eider.zones.Context;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.Revision;
import dev.eider.zones.StoredFile;
import dev.eider.zones.StoredParts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Commits ranges: records first, then the manifest that is created if absent. Of all who read from one offset on, one
 * commits; the others drop what they hold. Thread-safe.
 */
final class RangeCommitter {
    static final String STAGE = "stream";

    /** Of these it is certain that nobody has seen the manifest, and that reading must begin anew. */
    private static final Set<ErrorCode> NOT_COMMITTED =
            Set.of(ErrorCode.BATCH_MISMATCH, ErrorCode.WRITER_TOO_OLD, ErrorCode.OVERTAKEN);

    private final Cluster cluster;
    private final RangeSchemas schemas;
    private final Context context;
    private final Recorder recorder;
    private final Patience patience;

    /**
     * @param schemas that records were written with
     * @param context with a bucket and a ledger that are patient
     */
    RangeCommitter(Cluster cluster, RangeSchemas schemas, Context context, Recorder recorder, Patience patience) {
        this.cluster = cluster;
        this.schemas = schemas;
        this.context = context;
        this.recorder = recorder;
        this.patience = patience;
    }

    /** What became of a range. */
    sealed interface Outcome {}

    /** It stands. */
    record Done(Manifest manifest) implements Outcome {}

    /** Somebody else has committed from its first offset on, or it is too old: what it holds was dropped. */
    record Lost() implements Outcome {}

    /** The topic is another one, or none, by now: whose records it holds is not certain, so it was dropped. */
    record OtherTopic() implements Outcome {}

    Instant now() {
        return context.clock().instant();
    }

    Chains chains(DatasetName dataset) {
        return new Chains(context.bucket(), context.ledger(), dataset);
    }

    /** Commits a range that is not written to any more. */
    Outcome commit(OpenRange range) throws EiderException {
        Instant start = context.clock().instant();
        String outcome = "failed";
        String dataset = range.contract().dataset().value();
        try {
            OffsetRange offsets = range.offsets();
            if (!isSameTopic(offsets)) {
                return new OtherTopic();
            }
            // Asked for before anything is stored: without an answer nothing is known of any record.
            List<WrittenSchema> known = schemas.find(range.schemaIds());
            List<StoredFile> files = range.finish(known);
            Outcome result = commit(range, offsets, files);
            outcome = result instanceof Done ? "done" : "already";
            return result;
        } finally {
            range.drop();
            recorder.step(
                    STAGE,
                    dataset,
                    outcome,
                    Duration.between(start, context.clock().instant()));
        }
    }

    /** Whether it can ask for the schemas that records name. */
    boolean hasRegistry() {
        return schemas.canAsk();
    }

    /** An id never comes back: if it is the chain's now, it was while the records were read. */
    private boolean isSameTopic(OffsetRange offsets) throws EiderException {
        Cluster.Topic topic =
                patience.persist(() -> cluster.topics(List.of(offsets.topic()))).get(offsets.topic());
        return topic != null && topic.id().equals(offsets.chain().topicId());
    }

    private Outcome commit(OpenRange range, OffsetRange offsets, List<StoredFile> files) throws EiderException {
        Manifest manifest = manifest(range.contract(), range.revision(), offsets, files)
                .expiring(context.retention(), range.began());
        Commit commit;
        try {
            commit = context.ledger().commit(manifest, range.began());
        } catch (EiderException e) {
            if (NOT_COMMITTED.contains(e.code())) {
                StoredParts.discard(context.bucket(), files, Optional.empty());
                return new Lost();
            }
            throw e;
        }
        if (commit instanceof Commit.Already already) {
            StoredParts.discard(context.bucket(), files, Optional.of(already.manifest()));
            return new Lost();
        }
        record(manifest);
        return new Done(commit.manifest());
    }

    /** Commits offsets without a record; what stands, which may be another's. */
    Manifest commitEmpty(Contract contract, OffsetRange gap) throws EiderException {
        Revision revision = Revision.raw(gap.chain().batch(contract.dataset(), gap.from()), 1);
        return context.ledger()
                .commit(manifest(contract, revision, gap, List.of()), now())
                .manifest();
    }

    private Manifest manifest(Contract contract, Revision revision, OffsetRange offsets, List<StoredFile> files) {
        Instant now = context.clock().instant();
        Instant time = offsets.firstTime().orElse(now);
        long written = files.stream()
                .filter(file -> file.role() == StoredFile.Role.RECORDS)
                .mapToLong(StoredFile::records)
                .sum();
        return new Manifest(
                revision,
                time,
                time,
                Gate.PASSED,
                Optional.empty(),
                List.of(),
                files,
                new Books(offsets.records(), written, 0, 0, 0, 0),
                Map.of(),
                0,
                Optional.empty(),
                contract.fingerprint(),
                contract.version(),
                Optional.empty(),
                now,
                context.build(),
                Optional.of(offsets));
    }

    private void record(Manifest manifest) {
        String dataset = manifest.revision().batch().dataset().value();
        recorder.records(STAGE, dataset, "read", manifest.books().read());
        recorder.records(STAGE, dataset, "clean", manifest.books().clean());
        recorder.bytes(
                STAGE,
                dataset,
                manifest.outputs().stream().mapToLong(StoredFile::bytes).sum());
    }
}
