package dev.eider.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a message as its content: without the marks of chunks, and ending where the message ends. */
final class HttpBody extends InputStream {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int LINE_BYTES_MAX = 1024;

    private enum Framing {
        LENGTH,
        CHUNKED,
        TO_END
    }

    private final InputStream in;
    private final Framing framing;
    private final long length;
    private long left;
    private boolean isEnded;

    private HttpBody(InputStream in, Framing framing, long length) {
        this.in = in;
        this.framing = framing;
        this.length = length;
        left = framing == Framing.LENGTH ? length : 0;
        isEnded = framing == Framing.LENGTH && length == 0;
    }

    static HttpBody ofRequest(HttpHead head, InputStream in) throws IOException {
        return isChunked(head) || head.header("content-length").isPresent() ? of(head, in) : none();
    }

    /** @param method of the request that it answers */
    static HttpBody ofAnswer(HttpHead head, String method, InputStream in) throws IOException {
        int status = head.status();
        return method.equals("HEAD") || status == 204 || status == 304 ? none() : of(head, in);
    }

    /** So many bytes of a stream. */
    static HttpBody of(InputStream in, long length) {
        return new HttpBody(in, Framing.LENGTH, length);
    }

    private static HttpBody none() {
        return of(InputStream.nullInputStream(), 0);
    }

    private static HttpBody of(HttpHead head, InputStream in) throws IOException {
        if (isChunked(head)) {
            return new HttpBody(in, Framing.CHUNKED, -1);
        }
        String stated = head.header("content-length").orElse("");
        if (stated.isEmpty()) {
            return new HttpBody(in, Framing.TO_END, -1);
        }
        if (!stated.matches("[0-9]{1,18}")) {
            throw new IOException("Cannot read a body: its length is no number");
        }
        return of(in, Long.parseLong(stated));
    }

    private static boolean isChunked(HttpHead head) {
        return head.header("transfer-encoding").orElse("").equalsIgnoreCase("chunked");
    }

    /** How long the content is; negative if that is not said beforehand. */
    long length() {
        return length;
    }

    boolean endsWithTheConnection() {
        return framing == Framing.TO_END;
    }

    boolean isEnded() {
        return isEnded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        if (!isEnded && framing == Framing.CHUNKED && left == 0) {
            nextChunk();
        }
        if (isEnded) {
            return -1;
        }
        int most = framing == Framing.TO_END ? wanted : (int) Math.min(wanted, left);
        int read = in.read(buffer, offset, most);
        if (read < 0) {
            if (framing != Framing.TO_END) {
                throw new EOFException("Cannot read a body: the connection ended within it");
            }
            isEnded = true;
        } else if (framing != Framing.TO_END) {
            left -= read;
            if (left == 0) {
                ended();
            }
        }
        return read;
    }

    private void ended() throws IOException {
        if (framing == Framing.CHUNKED) {
            line();
        } else {
            isEnded = true;
        }
    }

    private void nextChunk() throws IOException {
        String size = line().replaceFirst(";.*", "").trim();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("Cannot read a body: a chunk without a size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            String trailer = line();
            while (!trailer.isEmpty()) {
                // Trailers say nothing that any of the stores needs.
                trailer = line();
            }
            isEnded = true;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int b = in.read();
        while (b != '\n') {
            if (b < 0 || line.length() > LINE_BYTES_MAX) {
                throw new EOFException("Cannot read a body: the connection ended between chunks");
            }
            if (b != '\r') {
                line.append((char) b);
            }
            b = in.read();
        }
        return line.toString();
    }

    /** Writes content with the length that a head states, or in chunks where that is not known. */
    static void write(InputStream content, boolean inChunks, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int read = content.read(buffer);
        while (read >= 0) {
            if (inChunks && read > 0) {
                out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(buffer, 0, read);
            if (inChunks && read > 0) {
                out.write('\r');
                out.write('\n');
            }
            out.flush();
            read = content.read(buffer);
        }
        if (inChunks) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    /** Reads the rest for nothing. */
    void drain() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }
}
