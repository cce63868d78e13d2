package dev.eider.staging.duckdb;

import dev.eider.contract.EiderException;
import dev.eider.zones.FrameFormat;
import dev.eider.zones.Manifest;
import dev.eider.zones.NdjsonFormat;
import dev.eider.zones.RecordFormat;

/** How the records of raw batches are read. Thread-safe. */
@FunctionalInterface
public interface RawFormats {
    /** Records of JSON, as APIs and topics give them. */
    RawFormats JSON = raw -> raw.offsets().isPresent() ? new FrameFormat() : new NdjsonFormat();

    /** The format of the batch's records, for any number of its parts. */
    RecordFormat of(Manifest raw) throws EiderException;
}
