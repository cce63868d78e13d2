package dev.eider.zones;

import java.util.List;
import java.util.Optional;

/**
 * The rules by which a store itself changes the class of objects and deletes them. Rules of others in the same store
 * are shown and kept. Thread-safe.
 */
public interface Lifecycle {
    /** The store's word for its cheapest class whose objects can be read at once. */
    default String archiveClass() {
        return "ARCHIVE";
    }

    /** All rules of the store as they stand. */
    Rules read() throws BucketException;

    /**
     * Puts own rules in the place of those that were read; the others stay.
     *
     * @return the rules as they stand now; empty where somebody changed them since they were read
     */
    Optional<Rules> write(Rules read, List<LifecycleRule> own) throws BucketException;

    /**
     * The rules at a moment.
     *
     * @param own rules on this bucket's zones, in the order of prefix, counting and days
     * @param foreign the others, each in the store's own words
     * @param version what tells this moment from another
     */
    record Rules(List<LifecycleRule> own, List<String> foreign, Version version) {
        public Rules {
            own = own.stream().sorted().toList();
            foreign = List.copyOf(foreign);
        }
    }
}
