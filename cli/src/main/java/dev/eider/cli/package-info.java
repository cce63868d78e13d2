/** The command line: reads options, opens the project, runs the stages, maps the outcome to an exit status. */
@NullMarked
package dev.eider.cli;

import org.jspecify.annotations.NullMarked;
