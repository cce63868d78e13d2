package dev.eider.sandbox;

import java.net.URI;
import java.util.Optional;

/** The way from a proxy to its store, as all its connections share it. */
record StoreRoute(
        URI store,
        URI own,
        StoreRules rules,
        StoreFaults faults,
        StoreFaultPlan plan,
        StoreListings listings,
        StoreJournal journal) {

    /** The fault that a call is to meet. */
    Optional<StoreFault> fault(StoreRequest request) {
        return plan.next(request, rules.call(request), rules.key(request));
    }

    /** An answer whose client stays with the proxy. */
    HttpHead redirected(HttpHead head) {
        String location = head.header("location").orElse("");
        for (String host : new String[] {store.getHost(), "127.0.0.1", "localhost"}) {
            String base = "http://" + host + ":" + store.getPort();
            if (location.startsWith(base + "/")) {
                return head.with("Location", own + location.substring(base.length()));
            }
        }
        return head;
    }
}
