package dev.eider.metrics;

import java.time.Duration;

/**
 * What the stages count. Labels are stage, dataset, outcome and code, never a run, an account or a URL. Thread-safe.
 * The only vocabulary of metrics: a new one is a new method here.
 */
public interface Recorder {
    /** Counts nothing. */
    Recorder NONE = new Recorder() {};

    /** Records by outcome: {@code read, clean, rejected, superseded, duplicate, filtered, loaded}. */
    default void records(String stage, String dataset, String outcome, long count) {}

    /** Rejected records by code. */
    default void rejects(String stage, String dataset, String code, long count) {}

    /** Bytes written to the bucket. */
    default void bytes(String stage, String dataset, long count) {}

    /** Answers of a source: {@code ok, retried, refused, bad_page}. */
    default void requests(String dataset, String outcome, long count) {}

    /** A finished step: {@code done, already, held, failed}. */
    default void step(String stage, String dataset, String outcome, Duration took) {}

    /** Rows of a published table. */
    default void tableRows(String table, long rows) {}

    /** Records of a dataset's topics that are not read yet. */
    default void lag(String stage, String dataset, long records) {}

    /** Partitions of a dataset's topics that are not read any further until a person decides. */
    default void brokenPartitions(String stage, String dataset, long partitions) {}
}
