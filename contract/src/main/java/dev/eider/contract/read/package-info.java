/** Reads a project's files: YAML and SQL headers in, every problem with its place or a whole project out. */
@NullMarked
package dev.eider.contract.read;

import org.jspecify.annotations.NullMarked;
