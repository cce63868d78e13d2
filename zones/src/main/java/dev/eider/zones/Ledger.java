package dev.eider.zones;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import java.util.List;

/** The only reader and writer of manifests. Thread-safe. */
public interface Ledger {
    /**
     * Commits the manifest if no other stands for its revision.
     *
     * @throws EiderException of code BATCH_MISMATCH where the batch's earlier revisions had other instants
     */
    Commit commit(Manifest manifest) throws EiderException;

    /** The highest revision of each batch in the order of batches, from object names alone. */
    List<Revision> current(DatasetName dataset, StageName stage) throws EiderException;

    /** @throws EiderException of code NOT_FOUND, or CORRUPT_OBJECT where it is unreadable */
    Manifest open(Revision revision) throws EiderException;

    /** The reference by which a successor names the revision. */
    Manifest.Input input(Revision revision) throws EiderException;
}
