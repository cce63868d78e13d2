package dev.eider.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A port that gives each connection a thread of its own. The caller closes it, which ends all connections. */
final class Listener implements AutoCloseable {
    /** Connections beyond this many are closed at once. */
    static final int CONNECTIONS_MAX = 512;

    private static final int BACKLOG = 256;
    private static final long ACCEPT_AGAIN_NANOS = 10_000_000;
    private static final int STOP_SECONDS = 5;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final String name;
    private final ServerSocketChannel channel;
    private final ThreadPoolExecutor threads;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosing;

    private Listener(String name, ServerSocketChannel channel) {
        this.name = name;
        this.channel = channel;
        String prefix = name + "-" + STARTED.incrementAndGet() + "-";
        AtomicInteger made = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(1, CONNECTIONS_MAX + 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, prefix + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * A port that is taken from now on; connections wait until {@link #begin}.
     *
     * @param name of its threads, and in messages
     * @param port 0 for any
     */
    static Listener open(String name, String address, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(address, port), BACKLOG);
            return new Listener(name, channel);
        } catch (IOException e) {
            channel.close();
            throw new IOException("Cannot listen on " + address + ":" + port + ": " + e.getMessage(), e);
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Serves each connection by the handler, which closes it. */
    void begin(Consumer<SocketChannel> handler) {
        threads.execute(() -> accept(handler));
    }

    private void accept(Consumer<SocketChannel> handler) {
        while (!isClosing) {
            try {
                admit(channel.accept(), handler);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // One client that left early, or no file handle free at this moment: the next accept tells.
                LockSupport.parkNanos(ACCEPT_AGAIN_NANOS);
            }
        }
    }

    private void admit(SocketChannel connection, Consumer<SocketChannel> handler) throws IOException {
        open.add(connection);
        try {
            threads.execute(() -> {
                try {
                    handler.accept(connection);
                } finally {
                    open.remove(connection);
                }
            });
        } catch (RejectedExecutionException e) {
            open.remove(connection);
            connection.close();
        }
        if (isClosing) {
            connection.close();
        }
    }

    /** Ends all connections and gives the port back. Harmless the second time. */
    @Override
    public void close() {
        isClosing = true;
        closeQuietly(channel);
        open.forEach(Listener::closeQuietly);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "Cannot stop the " + name + ": a connection is busy after " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.getLogger(Listener.class.getName())
                    .log(System.Logger.Level.DEBUG, "Cannot close: {0}", e.toString());
        }
    }
}
