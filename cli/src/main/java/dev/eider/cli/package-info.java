/** The command line. */
@NullMarked
package dev.eider.cli;

import org.jspecify.annotations.NullMarked;
