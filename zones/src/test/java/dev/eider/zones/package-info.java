/** Proofs of the zones, and buckets that fail, halt or record, for the tests of other modules. */
package dev.eider.zones;
