/** Tests of the whole path and of the house rules; nothing deployed. */
@NullMarked
package dev.eider.acceptance;

import org.jspecify.annotations.NullMarked;
