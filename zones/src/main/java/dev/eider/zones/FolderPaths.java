package dev.eider.zones;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Finds the files of keys, never through a symbolic link: a link could lead out of the bucket. */
final class FolderPaths {
    private FolderPaths() {}

    /** Whether every folder of the name is there and is a folder itself, no link to one. */
    static boolean isReal(Path root, String folder) {
        Path path = root;
        for (String segment : folder.split("/", -1)) {
            path = path.resolve(segment);
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a folder on the way to the key is a symbolic link. */
    static boolean leadsThroughLink(Path root, ObjectKey key) {
        Path path = root;
        for (String segment : key.value().split("/", -1)) {
            path = path.resolve(segment);
            if (Files.isSymbolicLink(path)) {
                return true;
            }
        }
        return false;
    }
}
