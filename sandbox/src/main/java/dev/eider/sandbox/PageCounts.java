package dev.eider.sandbox;

import java.util.Map;

/**
 * What a page holds of the bank's records.
 *
 * @param records on the page, repeats included
 * @param repeats records that an earlier page had, or this one twice
 * @param dirty dirty records by kind
 */
record PageCounts(long records, long repeats, Map<Dirty, Long> dirty) {}
