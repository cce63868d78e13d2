/**
 * A bank's API with faults by switch, for demos and tests: {@link dev.eider.sandbox.SandboxServer} in process,
 * {@link dev.eider.sandbox.Main} as a program.
 *
 * <pre>
 * GET /transactions?from=2025-01-06&amp;to=2025-01-07&amp;page_size=1000     generated, a function of seed and day
 * GET /accounts                                                    the bank's accounts
 * GET /NAME                                                        a CSV or NDJSON file as a paged API
 * GET /_sandbox/health | /_sandbox/stats | /_sandbox/expected?dataset=NAME&amp;from=..&amp;to=..
 * </pre>
 *
 * <p>A page is {@code {"data":[..],"meta":{"total":N,"next_cursor":".."|null}}} with a {@code Link} header of
 * {@code rel="next"} while there is a next page. Its client goes on by the link, by {@code page} and {@code page_size}
 * (base 1; the page after the last is empty), by {@code cursor}, or by {@code offset} and {@code limit}: all four work
 * on each dataset at any time.
 *
 * <p>What goes wrong is decided by hashes of the seed: faults of the transport by URL and number of the try (at most two
 * in a row), dirty records and repeats by the record. Hence a run can be repeated whatever its timing, and
 * {@link dev.eider.sandbox.DirtyCounts} says before the first request what a reader must end with.
 *
 * <p>{@link dev.eider.sandbox.StoreProxy} stands in front of an object store: it lets calls fail, and watches whether
 * changing calls carry their preconditions.
 */
@NullMarked
package dev.eider.sandbox;

import org.jspecify.annotations.NullMarked;
