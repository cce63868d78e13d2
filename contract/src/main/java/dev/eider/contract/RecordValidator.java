package dev.eider.contract;

/**
 * Judges records against one contract: the only implementation of every rule, called by every engine.
 * No I/O, no clock, not thread-safe; throws nothing for what a record holds.
 */
public interface RecordValidator {
    /** The verdict, valid until the next call. */
    Verdict judge(RawRecord record);

    /** Members seen so far that no field of the contract reads. */
    long unknownFields();

    /** Keyed HMAC-SHA-256 of the record's bytes as lower-case hexadecimal: recognizes a record again without telling it. */
    String fingerprint(RawRecord record);
}
