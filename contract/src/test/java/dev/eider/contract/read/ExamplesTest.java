package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example that people copy, in all its environments. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("eider.root", ".."), "examples");

    @TempDir
    Path root;

    @Test
    void areValid() throws IOException {
        List<Path> projects = projects();
        assertThat(projects).isNotEmpty();
        for (Path project : projects) {
            Path copy = root.resolve(project.getFileName());
            copy(project, copy);
            Folder.empty(copy).with(".secrets/mask_key", Folder.MASK_KEY);

            Map<String, String> variables = Map.of("BANK_URL", "http://localhost:1", "BANK_TOKEN", "t");
            assertThat(Folder.problems(Contracts.read(copy, Optional.empty(), variables)))
                    .isEmpty();
            assertThat(Contracts.read(copy, Optional.of("prod"), variables)).isInstanceOf(Checked.Good.class);
        }
    }

    private static List<Path> projects() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(f -> Files.exists(f.resolve("eider.yaml")))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
