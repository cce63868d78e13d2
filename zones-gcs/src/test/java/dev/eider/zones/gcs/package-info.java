/** Proofs of the adapter for Google Cloud Storage, and the emulator for the tests of other modules. */
package dev.eider.zones.gcs;
