package dev.eider.sandbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which one byte is another. Not thread-safe. */
final class SpoiltStream extends FilterInputStream {
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
    private static final byte[] LINE = {'\r', '\n'};

    private final byte[] mark;
    private final boolean isFramed;
    private int marksLeft;
    private int matched;
    private long untilSpoilt;
    private boolean isSpoilt;

    private SpoiltStream(InputStream in, byte[] mark, int marks, long offset) {
        super(in);
        this.mark = mark;
        isFramed = marks > 0;
        marksLeft = marks;
        untilSpoilt = offset;
    }

    /** Spoils the byte at an offset. */
    static SpoiltStream at(long offset, InputStream in) {
        return new SpoiltStream(in, LINE, 0, offset);
    }

    /** Spoils the first byte of the content of an upload, which may stand behind marks and descriptions of it. */
    static SpoiltStream ofUpload(HttpHead head, InputStream in) {
        if (head.header("content-type").orElse("").startsWith("multipart/related")
                && !head.header("content-encoding").orElse("").equals("gzip")) {
            return new SpoiltStream(in, BLANK_LINE, 2, 0);
        }
        boolean isInChunks = head.header("content-encoding").orElse("").contains("aws-chunked")
                || head.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
        return new SpoiltStream(in, LINE, isInChunks ? 1 : 0, 0);
    }

    boolean isSpoilt() {
        return isSpoilt;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        for (int i = offset; i < offset + read && !isSpoilt; i++) {
            if (marksLeft > 0) {
                look(buffer[i]);
            } else if (untilSpoilt-- == 0) {
                // An empty content is followed by the end of a line, which belongs to the message.
                isSpoilt = !isFramed || buffer[i] != '\r';
                buffer[i] = isSpoilt ? (byte) (buffer[i] ^ 1) : buffer[i];
            }
        }
        return read;
    }

    private void look(byte b) {
        if (b == mark[matched]) {
            matched++;
        } else {
            matched = b == mark[0] ? 1 : 0;
        }
        if (matched == mark.length) {
            marksLeft--;
            matched = 0;
        }
    }
}
