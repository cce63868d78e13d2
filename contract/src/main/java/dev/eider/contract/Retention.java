package dev.eider.contract;

import java.time.Duration;
import java.util.Optional;

/**
 * How long zones keep objects, in whole days. Clean and manifests are kept for ever.
 *
 * @param raw records and pages as received; never deleted before error records that point into them
 * @param error rejected records
 * @param superseded objects of revisions that a later one replaced, whatever their zone
 */
public record Retention(Span raw, Span error, Span superseded) {
    /** Everything for ever. */
    public static final Retention FOREVER = new Retention(Span.FOREVER, Span.FOREVER, Span.FOREVER);

    /**
     * What becomes of objects with age.
     *
     * @param archiveAfter when they go to a cheaper class of storage
     * @param deleteAfter when they are deleted
     */
    public record Span(Optional<Duration> archiveAfter, Optional<Duration> deleteAfter) {
        public static final Span FOREVER = new Span(Optional.empty(), Optional.empty());
    }
}
