package dev.eider.contract;

/**
 * How a private value is shown. Whatever the mask, the field's own column holds the keyed token and
 * {@code masked_<field>} the shown text.
 */
public enum Mask {
    /** The last four characters, or a third of the text where that is less. */
    LAST4,
    /** The token itself: equal values look equal, nothing else is told. */
    TOKEN,
    /** Four asterisks. */
    REDACT
}
