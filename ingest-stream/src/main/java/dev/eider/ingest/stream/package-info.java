/** Kafka topics to the raw zone: every offset in exactly one batch. */
@NullMarked
package dev.eider.ingest.stream;

import org.jspecify.annotations.NullMarked;
