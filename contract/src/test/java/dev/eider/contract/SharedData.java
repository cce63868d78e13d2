package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/**
 * Real data in a folder beside the project.
 *
 * <p>Where it is absent, a test that asks for it is skipped and says so; with EIDER_REQUIRE_SHARED=1 in the
 * environment the test fails instead.
 */
public final class SharedData {
    private SharedData() {}

    /** A file or folder below {@code shared/data}; it exists. */
    public static Path path(String first, String... more) {
        Path path = Path.of(System.getProperty("eider.shared"), "data")
                .resolve(Path.of(first, more))
                .normalize();
        if ("1".equals(System.getenv("EIDER_REQUIRE_SHARED"))) {
            assertThat(path).as("shared data, required here").exists();
        }
        assumeThat(path).as("shared data, absent here").exists();
        return path;
    }
}
