package dev.eider.sandbox;

/** The HTTP interface that a store speaks: which call is what, and which precondition it owes. */
public enum StoreApi {
    /** The JSON interface of Google Cloud Storage, resumable uploads and batches included. */
    GCS,
    /** The S3 interface with the bucket in the path. */
    S3;

    StoreRules rules() {
        return this == GCS ? new GcsRules() : new S3Rules();
    }
}
