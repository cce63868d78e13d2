package dev.eider.ingest.batch;

import dev.eider.contract.RejectionCode;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * A page that arrived whole: its records, or, if it is bad, all of its body, in the spool.
 *
 * @param ordinal from 0, in the order of the requests
 * @param url without secrets
 * @param envelope empty if the page is bad
 * @param bad why it is refused
 */
record FetchedPage(
        int ordinal,
        HttpUrl url,
        int status,
        Headers headers,
        Instant receivedAt,
        long records,
        Optional<Envelope> envelope,
        Optional<Refusal> bad,
        Spool spool) {
    /** Why a page is refused; the message quotes nothing of it. */
    record Refusal(RejectionCode code, String message) {}

    boolean isBad() {
        return bad.isPresent();
    }

    /** The page as messages call it, counted from 1. */
    String name() {
        return name(ordinal);
    }

    static String name(int ordinal) {
        return "page " + (ordinal + 1);
    }
}
