package dev.eider.zones;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * The writing calls of a folder bucket, one by one: what survives a power cut follows from their order, which tests
 * record, and from what is done when one of them fails.
 */
interface Disk {
    void write(InputStream content, FileChannel file) throws IOException;

    /** Writes a file's content, within the system. */
    void copy(FileChannel content, FileChannel file) throws IOException;

    /** Makes an object of a file: read-only, with the given time of change. */
    void finish(Path file, Instant changed) throws IOException;

    /** Puts content and attributes of a file on the medium. */
    void force(Path file) throws IOException;

    /** Puts the names in a folder on the medium. */
    void forceFolder(Path folder) throws IOException;

    void createFolder(Path folder) throws IOException;

    /** Gives a file another name; fails if the name is taken. */
    void link(Path name, Path file) throws IOException;

    /** Moves a file or link over whatever has the name. */
    void swap(Path file, Path name) throws IOException;

    void delete(Path file) throws IOException;

    /** The machine's. */
    final class Real implements Disk {
        private static final int BUFFER_BYTES = 256 * 1024;

        @Override
        public void write(InputStream content, FileChannel file) throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            }
        }

        @Override
        public void copy(FileChannel content, FileChannel file) throws IOException {
            long size = content.size();
            long copied = 0;
            for (long count = 1; copied < size && count > 0; copied += count) {
                count = content.transferTo(copied, size - copied, file);
            }
        }

        @Override
        public void finish(Path file, Instant changed) throws IOException {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
            Files.setLastModifiedTime(file, FileTime.from(changed));
        }

        @Override
        public void force(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            force(folder);
        }

        @Override
        public void createFolder(Path folder) throws IOException {
            Files.createDirectory(folder);
        }

        @Override
        public void link(Path name, Path file) throws IOException {
            Files.createLink(name, file);
        }

        @Override
        public void swap(Path file, Path name) throws IOException {
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
