package dev.eider.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way of one client's calls to the store: a connection that is kept while calls follow soon. Not thread-safe. */
final class StoreUpstream implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 120_000;

    /** After this time without a call the store may have closed the connection: a fault that nobody asked for. */
    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

    private final InetSocketAddress address;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private long usedNanos;

    StoreUpstream(URI store) {
        address = new InetSocketAddress(store.getHost(), store.getPort());
    }

    /**
     * Hands a call on and brings the beginning of its answer. The body of the answer must be read, or this closed,
     * before the next call.
     */
    StoreAnswer send(HttpHead head, InputStream content, boolean isInChunks) throws IOException {
        connect();
        out.write(head.bytes());
        out.flush();
        CallersStream callers = new CallersStream(content);
        IOException broken = null;
        try {
            HttpBody.write(callers, isInChunks, out);
        } catch (IOException e) {
            if (callers.isBroken()) {
                throw e;
            }
            // A store that refuses a call may answer before it has all of it, and close.
            broken = e;
        }
        try {
            StoreAnswer answer = answer(head.start().substring(0, head.start().indexOf(' ')));
            boolean endsHere =
                    broken != null || answer.head().closes() || answer.body().endsWithTheConnection();
            usedNanos = endsHere ? System.nanoTime() - KEPT_NANOS : System.nanoTime();
            return answer;
        } catch (IOException e) {
            if (broken != null) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    private StoreAnswer answer(String method) throws IOException {
        HttpHead head = head();
        while (head.status() < 200) {
            head = head();
        }
        return new StoreAnswer(head, HttpBody.ofAnswer(head, method, in));
    }

    private HttpHead head() throws IOException {
        return HttpHead.read(in).orElseThrow(() -> new IOException("Cannot read an answer: none came"));
    }

    private void connect() throws IOException {
        if (socket != null && System.nanoTime() - usedNanos < KEPT_NANOS) {
            return;
        }
        close();
        Socket fresh = new Socket();
        socket = fresh;
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(ANSWER_MILLIS);
        fresh.connect(address, CONNECT_MILLIS);
        in = new BufferedInputStream(fresh.getInputStream(), BUFFER_BYTES);
        out = new BufferedOutputStream(fresh.getOutputStream(), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** Tells a failure of the caller's stream from one of the store. */
    private static final class CallersStream extends InputStream {
        private final InputStream in;
        private boolean isBroken;

        CallersStream(InputStream in) {
            this.in = in;
        }

        boolean isBroken() {
            return isBroken;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                isBroken = true;
                throw e;
            }
        }
    }
}
