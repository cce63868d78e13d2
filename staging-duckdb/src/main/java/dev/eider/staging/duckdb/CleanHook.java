package dev.eider.staging.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A look at the clean files between writing and counting; the tests' way to lose a row there. */
interface CleanHook {
    CleanHook NONE = files -> {};

    void written(List<Path> files) throws IOException;
}
