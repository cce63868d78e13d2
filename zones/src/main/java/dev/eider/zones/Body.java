package dev.eider.zones;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Content of an object to be. May be opened more than once, since a write may have to be repeated. */
public interface Body {
    long length() throws IOException;

    InputStream open() throws IOException;

    /** A finished file that holds the content and that the adapter may take over (link or move) instead of copying. */
    default Optional<Path> takeable() {
        return Optional.empty();
    }

    static Body of(byte[] content) {
        byte[] copy = content.clone();
        return new Body() {
            @Override
            public long length() {
                return copy.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }
        };
    }

    /** The file's content; the file stays as it is. */
    static Body of(Path file) {
        return new FileBody(file, Optional.empty());
    }

    /** The file's content; the file must not change afterwards, and may be gone. */
    static Body taking(Path file) {
        return new FileBody(file, Optional.of(file));
    }

    /** A window of the file's content; the file stays as it is. */
    static Body of(Path file, long offset, long lengthMax) {
        return new Body() {
            @Override
            public long length() throws IOException {
                return Math.max(0, Math.min(lengthMax, Files.size(file) - offset));
            }

            @Override
            public InputStream open() throws IOException {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                channel.position(offset);
                return new LimitedInputStream(Channels.newInputStream(channel), lengthMax);
            }
        };
    }

    /** Content of a file. */
    record FileBody(Path file, Optional<Path> takeable) implements Body {
        @Override
        public long length() throws IOException {
            return Files.size(file);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
