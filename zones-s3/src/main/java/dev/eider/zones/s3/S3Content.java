package dev.eider.zones.s3;

import dev.eider.zones.Body;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of an object to be, once through: a body's, held to the length that it states, and a trailer. */
final class S3Content implements Closeable {
    private final InputStream in;
    private final long announced;
    private final byte[] trailer;
    private long read;
    private int trailed;
    private boolean ended;

    S3Content(Body body, String trailer) throws IOException {
        this.announced = body.length();
        this.trailer = trailer.getBytes(StandardCharsets.US_ASCII);
        this.in = body.open();
    }

    static long length(Body body, String trailer) throws IOException {
        return body.length() + trailer.length();
    }

    /** Fills the buffer as far as there are bytes, and says how many. */
    int fill(byte[] buffer) throws IOException {
        int wanted = (int) Math.min(buffer.length, announced - read);
        int count = in.readNBytes(buffer, 0, wanted);
        read += count;
        if (count < wanted) {
            throw new IOException("the content has " + read + " bytes, " + announced + " were announced");
        }
        if (read == announced && !ended) {
            ended = true;
            if (in.read() >= 0) {
                throw new IOException("the content has more than the " + announced + " bytes that were announced");
            }
        }
        int more = Math.min(buffer.length - count, trailer.length - trailed);
        System.arraycopy(trailer, trailed, buffer, count, more);
        trailed += more;
        return count + more;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
