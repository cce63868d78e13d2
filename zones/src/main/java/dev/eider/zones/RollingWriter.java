package dev.eider.zones;

import dev.eider.contract.EiderException;
import dev.eider.contract.Limits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Lines into parts of bounded size: first files in scratch, then, at the end, objects in the order of their numbers.
 * The same lines make the same bytes. What is not finished leaves nothing behind once it is closed. Not thread-safe;
 * compression runs on a thread of its own.
 */
public final class RollingWriter implements Closeable {
    private static final byte[] LINE_FEED = {'\n'};

    /** How parts are stored. */
    public enum Compression {
        NONE,
        ZSTD
    }

    /** What a writer takes of memory and processors, by how many are at work at once. */
    public enum Share {
        ALONE(1 << 20, 2),
        FEW(256 << 10, 2),
        MANY(256 << 10, 1);

        /** Lines gathered before they are handed to the other thread; half a dozen blocks may be under way. */
        private final int blockBytes;

        private final int compressors;

        Share(int blockBytes, int compressors) {
            this.blockBytes = blockBytes;
            this.compressors = compressors;
        }
    }

    private final StoredFile.Role role;
    private final Compression compression;
    private final Path scratch;
    private final IntFunction<ObjectKey> keys;
    private final long partBytesMax;
    private final Conveyor conveyor;
    private final Share share;
    private final List<PartFile> parts = new ArrayList<>();
    private byte[] block;
    private int filled;
    private long inPart;
    private long recordsInPart;
    private long records;
    private long bytes;

    /**
     * @param keys the object's key by the part's number, from 0
     * @param scratch existing folder of this process
     */
    public RollingWriter(
            StoredFile.Role role, Compression compression, IntFunction<ObjectKey> keys, Path scratch, Limits limits) {
        this(role, compression, keys, scratch, limits, Share.ALONE);
    }

    /** One of several that are open at once. */
    public RollingWriter(
            StoredFile.Role role,
            Compression compression,
            IntFunction<ObjectKey> keys,
            Path scratch,
            Limits limits,
            Share share) {
        this.role = role;
        this.compression = compression;
        this.keys = keys;
        this.scratch = scratch;
        this.partBytesMax = limits.fileBytesMax();
        this.share = share;
        this.conveyor = new Conveyor(share.blockBytes);
        this.block = new byte[share.blockBytes];
    }

    /** Appends a record; the bytes are copied and hold no line feed. */
    public void line(byte[] bytes, int offset, int length) throws EiderException {
        if (LineCursor.holdsLineFeed(bytes, offset, length)) {
            throw new IllegalArgumentException("Invalid record: it holds a line feed (one record a line)");
        }
        begin(length + 1L);
        extend(bytes, offset, length);
        extend(LINE_FEED, 0, 1);
    }

    /**
     * Begins a record that says itself where it ends: it is what {@link #extend} appends until so many bytes are
     * there, the last of them a line feed.
     */
    void begin(long length) throws EiderException {
        try {
            if (inPart > 0 && inPart + length > partBytesMax) {
                endPart();
            }
            beginPart();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        inPart += length;
        this.bytes += length;
        recordsInPart++;
        records++;
    }

    /** Appends a piece of the record that was begun; the bytes are copied. */
    void extend(byte[] bytes, int offset, int length) throws EiderException {
        try {
            append(bytes, offset, length);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * Appends many records at once: whole lines, each with its line feed. The parts are the same as if they were
     * appended one by one.
     *
     * @throws IllegalArgumentException if the last byte is no line feed
     */
    public void lines(byte[] bytes, int offset, int length) throws EiderException {
        int end = offset + length;
        if (length > 0 && bytes[end - 1] != '\n') {
            throw new IllegalArgumentException("Invalid lines: the last one has no line feed");
        }
        try {
            int from = offset;
            while (from < end) {
                int upTo = LineFeeds.lastFitting(bytes, from, end, partBytesMax - inPart);
                if (upTo == from && inPart > 0) {
                    endPart();
                } else {
                    upTo = upTo == from ? LineFeeds.firstEnd(bytes, from) : upTo;
                    appendLines(bytes, from, upTo - from);
                    from = upTo;
                }
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void appendLines(byte[] bytes, int offset, int length) throws IOException {
        beginPart();
        append(bytes, offset, length);
        long count = LineFeeds.count(bytes, offset, offset + length);
        inPart += length;
        this.bytes += length;
        recordsInPart += count;
        records += count;
    }

    /** Appends a record given as a whole array. */
    public void line(byte[] bytes) throws EiderException {
        line(bytes, 0, bytes.length);
    }

    /** Lines appended so far. */
    public long records() {
        return records;
    }

    /** Bytes appended so far, before compression. */
    public long bytes() {
        return bytes;
    }

    /** Number of the part that the latest line went to. */
    public int part() {
        return parts.size() - 1;
    }

    /** Number of the latest line within its part, from 0. */
    public long recordInPart() {
        return recordsInPart - 1;
    }

    /**
     * Puts the parts into the bucket, durably; without lines there are none. The objects are nobody's until a
     * manifest names them.
     */
    public List<StoredFile> finish(Bucket bucket) throws EiderException {
        try {
            if (inPart > 0) {
                endPart();
            }
            conveyor.drain();
            return StoredParts.create(bucket, role, keys, parts);
        } catch (IOException e) {
            throw cannotWrite(e);
        } finally {
            close();
        }
    }

    /** Removes what is left in scratch. */
    @Override
    public void close() {
        conveyor.close();
        for (PartFile part : parts) {
            part.delete();
        }
        parts.clear();
        inPart = 0;
        filled = 0;
    }

    private void beginPart() throws IOException {
        if (inPart == 0) {
            parts.add(new PartFile(
                    Files.createTempFile(scratch, role.name().toLowerCase(Locale.ROOT), ""),
                    compression,
                    share.compressors));
        }
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, block.length - filled);
            System.arraycopy(bytes, from, block, filled, count);
            filled += count;
            from += count;
            left -= count;
            if (filled == block.length) {
                handOver();
            }
        }
    }

    private void handOver() throws IOException {
        PartFile part = parts.get(parts.size() - 1);
        byte[] full = block;
        int length = filled;
        conveyor.submit(() -> {
            part.write(full, length);
            conveyor.giveBack(full);
        });
        block = conveyor.takeBlock();
        filled = 0;
    }

    private void endPart() throws IOException {
        PartFile part = parts.get(parts.size() - 1);
        byte[] rest = block;
        int length = filled;
        long count = recordsInPart;
        conveyor.submitLast(() -> {
            part.write(rest, length);
            part.finish(count);
            conveyor.giveBack(rest);
        });
        block = conveyor.takeBlock();
        filled = 0;
        inPart = 0;
        recordsInPart = 0;
    }

    private EiderException cannotWrite(IOException cause) {
        if (cause instanceof InterruptedIOException) {
            Thread.currentThread().interrupt();
        }
        return FolderProblems.cannot("write", "a part", scratch.toString(), cause);
    }
}
