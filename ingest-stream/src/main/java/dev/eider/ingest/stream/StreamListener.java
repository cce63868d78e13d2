package dev.eider.ingest.stream;

import dev.eider.zones.Manifest;

/** Told how a run goes, by its threads; must not block. */
public interface StreamListener {
    /** Tells nobody. */
    StreamListener NONE = new StreamListener() {};

    /** A range stands: what staging may take next. */
    default void committed(Manifest manifest) {}

    /** A partition is not read any further; told once. */
    default void broken(Incident incident) {}

    /** The bucket, the brokers or the registry do not answer, and are asked again; told every half a minute at most. */
    default void waiting(String why) {}

    /** Something that does not keep the run from reading, and is hardly meant; told once. */
    default void warned(String what) {}

    /**
     * Where reading is.
     *
     * @param records read by this run, committed or not
     * @param lag records of its partitions that are not read yet
     */
    default void at(long records, long lag) {}
}
