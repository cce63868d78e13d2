package dev.eider.zones;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A part under work in scratch: compressed, counted and hashed on its way to the file. Used by one thread at a time. */
final class PartFile {
    private final Path file;
    private final MessageDigest digest = Hashing.sha256();
    private final OutputStream out;
    private long bytes;
    private long records;
    private String sha256 = "";

    /** @param compressors threads that compress */
    PartFile(Path file, RollingWriter.Compression compression, int compressors) throws IOException {
        this.file = file;
        OutputStream counted = new Counted(Files.newOutputStream(file));
        this.out = compression == RollingWriter.Compression.ZSTD ? Zstd.compress(counted, compressors) : counted;
    }

    void write(byte[] block, int length) throws IOException {
        out.write(block, 0, length);
    }

    void finish(long count) throws IOException {
        out.close();
        records = count;
        sha256 = Hashing.hex(digest.digest());
    }

    Path file() {
        return file;
    }

    long bytes() {
        return bytes;
    }

    long records() {
        return records;
    }

    String sha256() {
        return sha256;
    }

    /** Closes and removes the file; one that is gone, taken by a bucket, is fine. */
    void delete() {
        try {
            out.close();
        } catch (IOException e) {
            // The content is given up: what could not be flushed is not missed.
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Scratch is emptied as a whole at the end, and again at the next start.
        }
    }

    private final class Counted extends OutputStream {
        private final OutputStream target;

        Counted(OutputStream target) {
            super();
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            target.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            bytes += length;
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }
}
