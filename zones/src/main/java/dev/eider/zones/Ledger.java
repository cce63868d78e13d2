package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.time.Instant;
import java.util.List;

/** The only reader and writer of manifests. Thread-safe. */
public interface Ledger {
    /**
     * Commits the manifest if no other stands for its revision.
     *
     * @param began when its writer began, before it wrote the first object
     * @throws EiderException of code BATCH_MISMATCH where the batch's earlier revisions had other instants; of
     *     WRITER_TOO_OLD where the writer began too long ago, and OVERTAKEN where a later revision of the batch was
     *     archived already: then nothing is committed, and the same run again starts from what stands
     */
    Commit commit(Manifest manifest, Instant began) throws EiderException;

    /** The highest revision of each batch in the order of batches, from object names alone. */
    List<Revision> current(DatasetName dataset, StageName stage) throws EiderException;

    /** Every revision in its order, from object names alone. */
    List<Revision> all(DatasetName dataset, StageName stage) throws EiderException;

    /** Those of the given revisions that their quality gate held, in their order. Opens only what is not archived. */
    List<Revision> held(List<Revision> revisions) throws EiderException;

    /** @throws EiderException of code NOT_FOUND, or CORRUPT_OBJECT where it is unreadable */
    Manifest open(Revision revision) throws EiderException;

    /** The reference by which a successor names the revision. */
    Manifest.Input input(Revision revision) throws EiderException;
}
