package dev.eider.ingest.batch;

import java.io.ByteArrayInputStream;
import java.util.Random;

/** A stream that gives its bytes in pieces of random size. */
final class ChoppyStream extends ByteArrayInputStream {
    private final Random random;

    ChoppyStream(byte[] bytes, Random random) {
        super(bytes);
        this.random = random;
    }

    @Override
    public synchronized int readNBytes(byte[] into, int offset, int length) {
        return super.readNBytes(into, offset, Math.min(length, 1 + random.nextInt(500)));
    }
}
