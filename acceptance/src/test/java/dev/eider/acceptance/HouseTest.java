package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The build tells tests where the project stands. */
final class HouseTest {
    @Test
    void tellsTheRootOfTheProject() {
        assertThat(Path.of(System.getProperty("eider.root"), "pom.xml")).isRegularFile();
    }
}
