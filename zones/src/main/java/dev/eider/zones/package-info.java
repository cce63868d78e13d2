/** Buckets, batches, revisions, manifests and the ledger. */
@NullMarked
package dev.eider.zones;

import org.jspecify.annotations.NullMarked;
