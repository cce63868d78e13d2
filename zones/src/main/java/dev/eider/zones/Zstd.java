package dev.eider.zones;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.eider.contract.Limits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The compression of raw. */
final class Zstd {
    /** What a frame begins with. */
    static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    static final int LEVEL = 1;

    /** What one of several threads compresses at a time: each holds it twice or so, and it is most of their memory. */
    private static final int JOB_BYTES = 1 << 20;

    /**
     * What no ratio judges: a file rolls at its size, but one record, which is an array, is never divided, and equal
     * bytes compress without end. Room for files that were written when their size was another.
     */
    private static final long UNJUDGED_BYTES = 1L << 31;

    private Zstd() {}

    static OutputStream compress(OutputStream out) throws IOException {
        return compress(out, 1);
    }

    /** @param threads beyond one, compression is beside the thread that writes; any such number makes the same bytes */
    static OutputStream compress(OutputStream out, int threads) throws IOException {
        ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE, LEVEL);
        zstd.setChecksum(true);
        if (threads > 1) {
            zstd.setWorkers(threads).setJobSize(JOB_BYTES);
        }
        return zstd;
    }

    /** The content; beyond what a file of ours may hold, at most {@code expansionMax} times as long as what it is of. */
    static InputStream decompress(InputStream compressed, Limits limits) throws IOException {
        Counting counting = new Counting(compressed);
        return new Bounded(new ZstdInputStreamNoFinalizer(counting, RecyclingBufferPool.INSTANCE), counting, limits);
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }

    private static final class Bounded extends FilterInputStream {
        private final Counting compressed;
        private final int expansionMax;
        private final long unjudged;
        private long count;

        Bounded(InputStream in, Counting compressed, Limits limits) {
            super(in);
            this.compressed = compressed;
            this.expansionMax = limits.expansionMax();
            this.unjudged = Math.max(UNJUDGED_BYTES, limits.fileBytesMax());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            judge(Math.max(read, 0));
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = in.skip(bytes);
            judge(skipped);
            return skipped;
        }

        private void judge(long more) throws IOException {
            count += more;
            if (count > unjudged && count / expansionMax > compressed.count) {
                throw new IOException("it expands to more than " + expansionMax + " times its size");
            }
        }
    }
}
