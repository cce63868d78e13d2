package dev.eider.sandbox;

import java.io.IOException;
import java.util.Optional;

/** What one kind of store means by its calls, and what it asks of them. Thread-safe. */
interface StoreRules {
    StoreCall call(StoreRequest request);

    /** By what tries of one call are told from other calls: no session, no signature. */
    String key(StoreRequest request);

    /** Whether the judge must see the call's content, which is short then. */
    boolean judgesContent(StoreRequest request);

    /** What a changing call lacks. */
    Optional<String> lacks(StoreRequest request, HttpContent content);

    /** An error in the store's own words. */
    StoreAnswer error(int status, String message, Optional<String> retryAfter) throws IOException;

    /** What the proxy knows better than a simple emulator, and answers in its place. */
    default Optional<StoreAnswer> instead(StoreRequest request) throws IOException {
        return Optional.empty();
    }

    /** How many bytes at the start of an upload the store has already. */
    default long already(StoreRequest request) {
        return 0;
    }

    /** A byte of this upload is changed on its way. */
    default void spoilt(StoreRequest request) {}

    /** Notes what the store answered, before anything happens to the answer. */
    default StoreAnswer answered(StoreRequest request, HttpContent content, StoreAnswer answer) throws IOException {
        return answer;
    }

    /** The client has the whole answer. */
    default void delivered(StoreRequest request) {}

    /** The client may have the head of the answer. */
    default void halfDelivered(StoreRequest request) {}
}
