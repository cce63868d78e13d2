package dev.eider.zones;

/** An object as the bucket knows it. */
public record StoredObject(ObjectKey key, Version version, long bytes) {}
