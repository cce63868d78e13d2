package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes put aside until they are known to be whole: in memory up to a bound, beyond it in a file of the scratch
 * folder. Used again after {@link #clear}; not thread-safe.
 */
final class Spool implements Closeable {
    static final int MEMORY_BYTES_MAX = 8 << 20;
    private static final int FIRST_BYTES = 1 << 16;

    private final Path scratch;
    private final int memoryBytesMax;
    private byte[] memory = new byte[FIRST_BYTES];
    private int inMemory;
    private long length;
    private @Nullable Path file;
    private @Nullable OutputStream out;

    /** Takes what was put aside, a part after the other; the bytes are the spool's. */
    interface Blocks {
        void take(byte[] bytes, int offset, int count) throws EiderException;
    }

    /** The scratch folder does not take what must be put aside. */
    static final class ScratchException extends IOException {
        private static final long serialVersionUID = 1L;

        ScratchException(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }

        /** What a person can do about it. */
        EiderException toEider(String what) {
            boolean isFull = String.valueOf(getMessage()).contains("No space left");
            return new EiderException(
                    isFull ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE,
                    "Cannot put aside " + what + " in the scratch folder: " + getMessage(),
                    isFull
                            ? "Free some space, or set limits.scratch in eider.yaml"
                            : "Check limits.scratch in eider.yaml",
                    this);
        }
    }

    Spool(Path scratch) {
        this(scratch, MEMORY_BYTES_MAX);
    }

    Spool(Path scratch, int memoryBytesMax) {
        this.scratch = scratch;
        this.memoryBytesMax = memoryBytesMax;
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        if (inMemory + count > memory.length && !hasRoomFor(count)) {
            spill();
            if (count > memory.length) {
                append(bytes, offset, count);
                length += count;
                return;
            }
        }
        System.arraycopy(bytes, offset, memory, inMemory, count);
        inMemory += count;
        length += count;
    }

    void write(byte b) throws IOException {
        if (inMemory == memory.length && !hasRoomFor(1)) {
            spill();
        }
        memory[inMemory++] = b;
        length++;
    }

    long length() {
        return length;
    }

    /** Everything written, from its beginning; to be closed before the next write. */
    InputStream open() throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(memory, 0, inMemory);
        }
        spill();
        outside().flush();
        return new BufferedInputStream(Files.newInputStream(file), FIRST_BYTES);
    }

    /** Everything written, from its beginning, without copying what is in memory. */
    void forEachBlock(Blocks blocks) throws IOException, EiderException {
        if (file == null) {
            blocks.take(memory, 0, inMemory);
            return;
        }
        try (InputStream in = open()) {
            byte[] block = new byte[FIRST_BYTES];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                blocks.take(block, 0, count);
            }
        }
    }

    /** Forgets everything; memory is kept for the next use, a file is not. */
    void clear() throws IOException {
        inMemory = 0;
        length = 0;
        if (out != null) {
            out.close();
            out = null;
        }
        if (file != null) {
            Files.deleteIfExists(file);
            file = null;
        }
    }

    /** Exchanges everything written with another spool of the same folder. */
    void swap(Spool other) {
        byte[] otherMemory = other.memory;
        int otherInMemory = other.inMemory;
        long otherLength = other.length;
        Path otherFile = other.file;
        OutputStream otherOut = other.out;
        other.memory = memory;
        other.inMemory = inMemory;
        other.length = length;
        other.file = file;
        other.out = out;
        memory = otherMemory;
        inMemory = otherInMemory;
        length = otherLength;
        file = otherFile;
        out = otherOut;
    }

    @Override
    public void close() throws IOException {
        clear();
    }

    private boolean hasRoomFor(int count) {
        if (file != null || inMemory + count > memoryBytesMax) {
            return false;
        }
        int wanted = Math.max(inMemory + count, Math.min(memoryBytesMax, 2 * memory.length));
        memory = Arrays.copyOf(memory, wanted);
        return true;
    }

    private void spill() throws IOException {
        append(memory, 0, inMemory);
        inMemory = 0;
    }

    private void append(byte[] bytes, int offset, int count) throws IOException {
        try {
            outside().write(bytes, offset, count);
        } catch (IOException e) {
            throw new ScratchException(e);
        }
    }

    private OutputStream outside() throws IOException {
        OutputStream open = out;
        if (open == null) {
            file = Files.createTempFile(scratch, "page-", ".spool");
            open = Files.newOutputStream(file);
            out = open;
        }
        return open;
    }
}
