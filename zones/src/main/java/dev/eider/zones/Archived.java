package dev.eider.zones;

/**
 * Where a manifest stands in an archive.
 *
 * @param blockAt first byte of its block in the archive
 * @param blockBytes length of the block as stored
 * @param at first byte of the manifest in the block's content
 * @param bytes length of the manifest
 */
record Archived(Revision revision, Gate gate, ObjectKey archive, long blockAt, int blockBytes, int at, int bytes) {}
