package dev.eider.contract;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that is wrong with the project's files, at its place.
 *
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1
 * @param suggestion what the author may have meant
 */
public record Problem(Path file, int line, int column, String message, Optional<String> suggestion) {
    /** The problem as compilers print it: {@code file:line:column: message. Did you mean x?} */
    @Override
    public String toString() {
        String at = line > 0 ? file + ":" + line + ":" + column : file.toString();
        return at + ": " + message
                + suggestion.map(s -> ". Did you mean '" + s + "'?").orElse("");
    }
}
