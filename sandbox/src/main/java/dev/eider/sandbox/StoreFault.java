package dev.eider.sandbox;

import java.util.Locale;

/** What a {@link StoreProxy} can do to a call; each is counted when it is served, and a later try may succeed. */
public enum StoreFault {
    /** 429 with {@code Retry-After} in seconds; the store hears nothing of the call. */
    TOO_MANY_REQUESTS,
    /** 503; the store hears nothing of the call. */
    UNAVAILABLE,
    /** 408; the store hears nothing of the call. */
    REQUEST_TIMEOUT,
    /** The connection is cut before the call reaches the store: by a reset, or by an orderly end. */
    CUT_BEFORE,
    /** The connection is cut after the store did what a writing call asked for: its answer is lost. */
    ANSWER_LOST,
    /** The good answer, late. */
    SLOW,
    /** The head and half of the body of an answer, whatever the call did; then the connection is cut. */
    HALF_BODY,
    /** The content of a whole object with one byte changed, under the headers that state its checksum. */
    CORRUPT_DOWNLOAD,
    /** An upload of which one byte of the content changes on its way to the store, whose check refuses it. */
    CORRUPT_UPLOAD,
    /** An earlier answer to the same listing, of bounded age. */
    STALE_LIST;

    /** The name in messages and figures: {@code answer_lost}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean appliesTo(StoreCall call) {
        return switch (this) {
            case TOO_MANY_REQUESTS, UNAVAILABLE, REQUEST_TIMEOUT, CUT_BEFORE, SLOW, HALF_BODY ->
                call != StoreCall.ADMINISTRATION;
            case ANSWER_LOST -> call == StoreCall.UPLOAD || call == StoreCall.CHANGE;
            case CORRUPT_DOWNLOAD -> call == StoreCall.DOWNLOAD;
            case CORRUPT_UPLOAD -> call == StoreCall.UPLOAD;
            case STALE_LIST -> call == StoreCall.LIST;
        };
    }
}
