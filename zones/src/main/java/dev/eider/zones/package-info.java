/**
 * The zones in the bucket: objects, batches, revisions, manifests and the ledger that commits them; record formats,
 * error records and bounded writers.
 */
@NullMarked
package dev.eider.zones;

import org.jspecify.annotations.NullMarked;
