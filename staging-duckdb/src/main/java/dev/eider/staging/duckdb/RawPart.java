package dev.eider.staging.duckdb;

import dev.eider.zones.Manifest;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a raw revision.
 *
 * @param number of the part within its revision, from 0
 */
record RawPart(Manifest raw, int number, StoredFile file, RecordFormat format) {
    /** The parts of a revision, in their order. */
    static List<RawPart> of(Manifest raw, RecordFormat format) {
        List<RawPart> parts = new ArrayList<>();
        for (StoredFile file : raw.outputs(StoredFile.Role.RECORDS)) {
            parts.add(new RawPart(raw, parts.size(), file, format));
        }
        return parts;
    }

    /** What to do about a part that is not what its manifest says. */
    String ifCorrupt() {
        return raw.offsets().isPresent()
                ? "Restore the object from a backup: a topic is read once"
                : "Ingest the batch again: eider ingest --again";
    }
}
