package dev.eider.staging.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removal of the folders of runs. */
final class RunFolder {
    private RunFolder() {}

    /** Deletes the folder with its files; what resists goes when the process's scratch is emptied. */
    static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The owner of scratch empties it at the end, and what is left does no harm until then.
        }
    }
}
