package dev.eider.ingest.batch;

import dev.eider.zones.Manifest;
import java.util.List;
import java.util.OptionalLong;

/**
 * What became of an {@link IngestStep}.
 *
 * @param manifest the raw revision that stands
 * @param outcome who committed it
 * @param requests sent, repeated ones included
 * @param retries of them
 * @param pages read, refused ones included
 * @param bytes of bodies received, unpacked
 * @param statedTotal records that the source said there are, where the contract names {@code total_path}
 * @param warnings for a person, such as a stated total that differs; empty if all is well
 */
public record Ingested(
        Manifest manifest,
        Outcome outcome,
        long requests,
        long retries,
        long pages,
        long bytes,
        OptionalLong statedTotal,
        List<String> warnings) {
    /** How the step ended. */
    public enum Outcome {
        /** This run committed the revision. */
        DONE,
        /** Another run had committed it first; the manifest is the other's. */
        ALREADY,
        /** Read again and found equal: the manifest is that of the revision before. */
        UNCHANGED
    }

    public Ingested {
        warnings = List.copyOf(warnings);
    }

    static Ingested already(Manifest standing) {
        return new Ingested(standing, Outcome.ALREADY, 0, 0, 0, 0, OptionalLong.empty(), List.of());
    }
}
