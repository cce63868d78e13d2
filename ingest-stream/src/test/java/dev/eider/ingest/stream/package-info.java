@NullMarked
package dev.eider.ingest.stream;

import org.jspecify.annotations.NullMarked;
