package dev.eider.zones;

import dev.eider.contract.Place;
import dev.eider.contract.RejectionCode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A response as raw keeps it beside its records: with them, all that is needed to stage again without the source.
 *
 * @param ordinal number of the request within the batch, from 0
 * @param method of the request
 * @param target path and query of the request, without secrets
 * @param headers those of interest, by lower-case name, without secrets
 */
public record PageEnvelope(
        int ordinal,
        String method,
        String target,
        int status,
        Map<String, String> headers,
        Instant receivedAt,
        Content content) {
    public PageEnvelope {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** What the response held. */
    public sealed interface Content {}

    /**
     * Records, which stand in the raw parts.
     *
     * @param envelope the body without its records: valid JSON
     * @param first place of the first record; empty where there is none
     */
    public record Records(String envelope, Optional<Place.Stored> first, long records) implements Content {}

    /**
     * A body that is no page of records, kept whole.
     *
     * @param message what is wrong; quotes nothing of the body
     * @param contentType as stated; empty where it was not
     * @param bytes length of the body
     */
    public record Refused(RejectionCode code, String message, String contentType, long bytes) implements Content {}
}
