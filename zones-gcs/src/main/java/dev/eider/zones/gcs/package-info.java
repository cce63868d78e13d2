/** The adapter of buckets for Google Cloud Storage. */
@NullMarked
package dev.eider.zones.gcs;

import org.jspecify.annotations.NullMarked;
