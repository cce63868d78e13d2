/** Clean to the star schema, published in generations. */
@NullMarked
package dev.eider.core;

import org.jspecify.annotations.NullMarked;
