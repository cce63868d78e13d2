package dev.eider.sandbox;

import java.util.Locale;

/** What the sandbox can do to a good answer; each is counted when it is served, and the next try of the URL may succeed. */
public enum Fault {
    /** 429 with {@code Retry-After} in seconds. */
    TOO_MANY_REQUESTS,
    /** 503 with a JSON body and no {@code Retry-After}. */
    UNAVAILABLE,
    /**
     * The connection is reset before the first byte of the answer. A client that keeps connections may try again by
     * itself, so that its caller never hears of it; the count does.
     */
    RESET,
    /** The connection is reset after half of the body. */
    RESET_MIDWAY,
    /** The good answer, its body in pieces with pauses between them. */
    SLOW_BODY,
    /** Half of the body that {@code Content-Length} promised, then an orderly end of the connection. */
    TRUNCATED_BODY,
    /** 200 with a page of HTML in place of JSON. */
    HTML;

    /** The name on the command line and in the statistics: {@code too_many_requests}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
