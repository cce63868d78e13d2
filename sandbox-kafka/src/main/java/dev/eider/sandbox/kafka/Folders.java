package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that go with what they were made for. */
final class Folders {
    private Folders() {}

    /** Removes a folder with all that is in it, as far as it lets itself be removed. */
    static void remove(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.err.println("Cannot remove " + folder + ": " + e.getMessage());
        }
    }
}
