/**
 * Bytes of JSON text to exact values: scanner, numbers, dates and times. Internal to this module; knows no contract.
 *
 * <p>Positions are indexes into the caller's buffer. A method that reads returns the position after what it read, or
 * the complement {@code ~at} of the position at which the text stops being JSON.
 */
@NullMarked
package dev.eider.contract.judge;

import org.jspecify.annotations.NullMarked;
