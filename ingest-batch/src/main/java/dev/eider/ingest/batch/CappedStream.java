package dev.eider.ingest.batch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends with an exception where it is longer than allowed, however small it was packed; counts its bytes. */
final class CappedStream extends FilterInputStream {
    private final long bytesMax;
    private long bytes;

    /** More bytes than allowed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long bytesMax) {
            super("more than " + bytesMax + " bytes");
        }
    }

    CappedStream(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            counted(1);
        }
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        return count <= 0 ? count : counted(count);
    }

    private int counted(int count) throws IOException {
        bytes += count;
        if (bytes > bytesMax) {
            throw new TooLongException(bytesMax);
        }
        return count;
    }
}
