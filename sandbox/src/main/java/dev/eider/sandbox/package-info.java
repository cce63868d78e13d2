/** A bank's API with faults by switch, for demos and tests. */
@NullMarked
package dev.eider.sandbox;

import org.jspecify.annotations.NullMarked;
