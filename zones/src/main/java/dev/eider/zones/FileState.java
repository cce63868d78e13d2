package dev.eider.zones;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What tells one state of a file from another, read by one call of the system. */
record FileState(boolean isRegular, long inode, long size, Instant changed) {
    static FileState of(Path file) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:ino,size,lastModifiedTime,isRegularFile", LinkOption.NOFOLLOW_LINKS);
        return new FileState(
                requireNonNull((Boolean) attributes.get("isRegularFile")),
                requireNonNull((Long) attributes.get("ino")),
                requireNonNull((Long) attributes.get("size")),
                requireNonNull((FileTime) attributes.get("lastModifiedTime")).toInstant());
    }

    /** The object that the file is, if it is one. */
    static Optional<StoredObject> find(ObjectKey key, Path file) throws IOException {
        try {
            FileState state = of(file);
            return state.isRegular
                    ? Optional.of(new StoredObject(key, state.version(), state.size, state.changed))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (FolderProblems.reason(e).toLowerCase(Locale.ROOT).contains("not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    Version version() {
        return new Version(inode + "-" + size + "-" + changed.getEpochSecond() + "." + changed.getNano());
    }
}
