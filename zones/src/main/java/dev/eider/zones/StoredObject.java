package dev.eider.zones;

import java.time.Instant;

/**
 * An object as the bucket knows it.
 *
 * @param modified when its content was written, by the clock of the store
 */
public record StoredObject(ObjectKey key, Version version, long bytes, Instant modified) {}
