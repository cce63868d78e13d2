package dev.eider.contract;

/**
 * Judges records against one contract: the only implementation of every rule, called by every engine.
 * No I/O, no clock, not thread-safe; throws nothing for what a record holds.
 *
 * <p>A record is one JSON object as RFC 8259 has it, in valid UTF-8, with nothing behind it. A name twice in an object
 * at any depth, the escape of half a surrogate pair, and what exceeds {@link Limits} are refused. What each type takes:
 *
 * <ul>
 *   <li>{@code integer}, {@code bigint}, {@code decimal}, {@code double}: a number, or a string that is exactly one.
 *       {@code 1e2} and {@code 1.0} are integers; decimals beyond the scale are refused unless zero; a double is the
 *       nearest one, zero has no sign.
 *   <li>{@code boolean}: {@code true}, {@code false}, also as strings.
 *   <li>{@code string}: a string, any code points, U+0000 too; never a number or a boolean.
 *   <li>{@code date}, {@code time}, {@code timestamp}: strings in ISO 8601 or the field's own pictures, to the
 *       microsecond. Without an offset the contract's zone decides: a time that clocks skipped is refused, of two the
 *       earlier is meant.
 *   <li>{@code uuid}: a string of five groups, kept in lower case.
 *   <li>{@code json}: any value, kept as it is written but for blanks between tokens.
 * </ul>
 *
 * <p>Null and a missing member are NULL, or {@link RejectionCode#MISSING} where the field is required, is in the
 * primary key or is the event time, whose year is 1900 to 2100.
 *
 * <p>Fields from {@code $meta} are judged alike; what else came with a record is no unknown field, and its fields are
 * missing from a record that nothing came with. A topic's record without a value is filtered or rejected, as the
 * contract says, and one that could not be made JSON is rejected for the reason that it brings.
 */
public interface RecordValidator {
    /** The verdict, valid until the next call and as long as the record's buffer is left alone. */
    Verdict judge(RawRecord record);

    /** Members seen so far that no field of the contract reads. */
    long unknownFields();

    /** Keyed HMAC-SHA-256 of the record's bytes as lower-case hexadecimal: recognizes a record again without telling it. */
    String fingerprint(RawRecord record);
}
