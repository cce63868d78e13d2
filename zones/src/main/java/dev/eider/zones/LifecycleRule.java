package dev.eider.zones;

import java.util.Comparator;
import java.util.Optional;

/**
 * What a store does with the objects below a prefix from an age on.
 *
 * @param prefix keys that it holds for, within this bucket, like {@code staging/raw/}
 * @param days age, at least 1
 * @param storageClass where they go, in the store's own word; empty: they are deleted
 */
public record LifecycleRule(String prefix, Since since, int days, Optional<String> storageClass)
        implements Comparable<LifecycleRule> {
    private static final Comparator<LifecycleRule> ORDER = Comparator.comparing(LifecycleRule::prefix)
            .thenComparing(LifecycleRule::since)
            .thenComparing(LifecycleRule::days)
            .thenComparing(rule -> rule.storageClass().orElse(""));

    /** What age is counted from. */
    public enum Since {
        CREATED,
        /** {@link Bucket#supersede}; a store without such a date counts from creation, of superseded objects only. */
        SUPERSEDED
    }

    public LifecycleRule {
        if (days < 1) {
            throw new IllegalArgumentException("Invalid days: " + days + " (at least 1)");
        }
    }

    @Override
    public int compareTo(LifecycleRule other) {
        return ORDER.compare(this, other);
    }
}
