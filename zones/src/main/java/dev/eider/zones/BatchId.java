package dev.eider.zones;

import dev.eider.contract.DatasetName;

/** What commits together: a dataset's slice, by the slice's name. Deterministic; needs no clock. */
public record BatchId(DatasetName dataset, String slice) implements Comparable<BatchId> {
    @Override
    public int compareTo(BatchId other) {
        int byDataset = dataset.compareTo(other.dataset);
        return byDataset != 0 ? byDataset : slice.compareTo(other.slice);
    }

    @Override
    public String toString() {
        return dataset + "-" + slice;
    }
}
