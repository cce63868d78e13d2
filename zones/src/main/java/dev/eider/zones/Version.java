package dev.eider.zones;

/** Opaque version of an object's content, compared by equality: a generation, an ETag, a checksum. */
public record Version(String value) {}
