package dev.eider.contract;

/** The two texts that stand for a private value; not to be written to. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Masked(byte[] token, byte[] shown) {}
