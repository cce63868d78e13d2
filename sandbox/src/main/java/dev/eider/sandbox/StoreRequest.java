package dev.eider.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call that came to a {@link StoreProxy}, without its credentials and its content. Immutable.
 *
 * @param number of the call, from 1
 * @param path as received
 * @param query as received, without its question mark
 * @param headers those that state conditions, ranges and checksums, by name in lower case
 * @param fault what it met, if that is decided already
 * @param status of the answer that went to the client, whole or in part
 */
public record StoreRequest(
        long number,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        Optional<StoreFault> fault,
        OptionalInt status) {

    /** Copies the headers. */
    public StoreRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return number + " " + method + " " + path + (query.isEmpty() ? "" : "?" + query)
                + (headers.isEmpty() ? "" : " " + headers)
                + fault.map(met -> " met " + met.id()).orElse("")
                + (status.isPresent() ? " got " + status.getAsInt() : " got no answer");
    }
}
