/** REST APIs to the raw zone. */
@NullMarked
package dev.eider.ingest.batch;

import org.jspecify.annotations.NullMarked;
