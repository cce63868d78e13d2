/**
 * The contract of a dataset: its model, the reader that reports every problem at once, and the one judge of records.
 * No I/O beyond reading the project's own files, no clock.
 */
@NullMarked
package dev.eider.contract;

import org.jspecify.annotations.NullMarked;
