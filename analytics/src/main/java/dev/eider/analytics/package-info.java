/** Marts and views over the star, as SQL files. */
@NullMarked
package dev.eider.analytics;

import org.jspecify.annotations.NullMarked;
