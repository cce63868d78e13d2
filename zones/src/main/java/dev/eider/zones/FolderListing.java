package dev.eider.zones;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Walks a folder in the order of object keys, into no folder that cannot hold an asked-for key. */
final class FolderListing {
    private final String prefix;
    private final String after;
    private final int max;
    private final List<ObjectKey> keys = new ArrayList<>();

    private FolderListing(String prefix, String after, int max) {
        this.prefix = prefix;
        this.after = after;
        this.max = max;
    }

    static List<ObjectKey> list(Path root, String prefix, String after, int max) throws IOException {
        FolderListing listing = new FolderListing(prefix, after, max);
        // Straight to the deepest folder that the prefix names: bucket roots and zones may be wide.
        String start = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (start.isEmpty()) {
            listing.walk(root, "");
        } else if (ObjectKey.isValid(start.substring(0, start.length() - 1))
                && FolderPaths.isReal(root, start.substring(0, start.length() - 1))) {
            listing.walk(root.resolve(start), start);
        }
        return listing.keys;
    }

    /** @param name the folder's part of keys, with its last slash */
    private void walk(Path folder, String name) throws IOException {
        if (!mayHold(name)) {
            return;
        }
        // A folder sorts by its name with the slash, as its keys do: "a-b" < "a.b" < "a/x" < "a0".
        Map<String, Path> entries = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String entry = String.valueOf(file.getFileName());
                if (ObjectKey.isValid(entry) && mayHold(name + entry + "/")) {
                    add(entries, file, name + entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        } catch (DirectoryIteratorException e) {
            throw new FileSystemException(folder.toString(), null, String.valueOf(e.getMessage()));
        }
        for (var entry : entries.entrySet()) {
            if (keys.size() >= max) {
                return;
            }
            if (entry.getKey().endsWith("/")) {
                walk(entry.getValue(), entry.getKey());
            } else {
                keys.add(new ObjectKey(entry.getKey()));
            }
        }
    }

    private void add(Map<String, Path> entries, Path file, String key) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            entries.put(key + "/", file);
        } else if (key.startsWith(prefix)
                && key.compareTo(after) > 0
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            entries.put(key, file);
        }
    }

    private boolean mayHold(String name) {
        boolean inPrefix = name.startsWith(prefix) || prefix.startsWith(name);
        boolean beyond = name.compareTo(after) >= 0 || after.startsWith(name);
        return inPrefix && beyond;
    }
}
