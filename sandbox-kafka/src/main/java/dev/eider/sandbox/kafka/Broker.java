package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Kafka broker as a process of its own, combined with its controller (KRaft), on loopback. It ends with the JVM
 * that started it, however that ends. Not thread-safe.
 */
public final class Broker implements AutoCloseable {
    private static final int TRIES = 3;

    private final Node node;
    private final BrokerConfig config;
    private BrokerProcess process;

    private Broker(Node node, BrokerConfig config, BrokerProcess process) {
        this.node = node;
        this.config = config;
        this.process = process;
    }

    /** Starts a small broker with its properties, log and data in this folder; see the other one. */
    public static Broker start(Path folder) throws IOException {
        return start(folder, BrokerConfig.defaults());
    }

    /**
     * Starts a broker and waits until it serves, a few seconds.
     *
     * @param folder what it keeps: {@code server.properties}, {@code broker.log}, {@code data}; data of an earlier
     *     broker there are served again
     * @throws IOException if it does not serve within a minute, with the end of its log
     */
    public static Broker start(Path folder, BrokerConfig config) throws IOException {
        for (int tries = 1; ; tries++) {
            Node node = node(1, folder, config.port());
            Broker broker = launch(node, List.of(node), config);
            try {
                broker.process.awaitReady();
                return broker;
            } catch (IOException e) {
                // Somebody may have taken a port between the look at it and the start.
                boolean isTaken = String.valueOf(e.getMessage()).contains("Address already in use");
                if (!isTaken || config.port() != 0 || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    static Node node(int id, Path folder, int port) throws IOException {
        Path place = Files.createDirectories(folder).toRealPath();
        return new Node(id, place, port == 0 ? Ports.free() : port, Ports.free());
    }

    /** Starts the process and does not wait: a broker of several serves only when most of them run. */
    static Broker launch(Node node, List<Node> cluster, BrokerConfig config) throws IOException {
        node.write(cluster, config);
        return new Broker(node, config, BrokerProcess.start(node, config.heap()));
    }

    void awaitReady() throws IOException {
        process.awaitReady();
    }

    /** Its number in the cluster, from 1. */
    public int id() {
        return node.id();
    }

    /** Where clients connect: {@code 127.0.0.1:N}, the same over restarts. */
    public String bootstrap() {
        return node.bootstrap();
    }

    /** Its log, for a person who looks for a cause. */
    public Path log() {
        return node.log();
    }

    /** True while its process lives. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until its process ends, by whomever. */
    void await() {
        process.await();
    }

    /** Stops it in order (SIGTERM), by force where it takes longer than half a minute. */
    public void stop() {
        process.stop();
    }

    /** Kills it (SIGKILL). What it acknowledged is on disk or in the system's cache. */
    public void kill() {
        process.kill();
    }

    /** Starts it again after a stop or a kill, at the same port with the same data, and waits until it serves. */
    public void restart() throws IOException {
        if (process.isAlive()) {
            process.stop();
        }
        process = BrokerProcess.start(node, config.heap());
        process.awaitReady();
    }

    /** Ends it at once: nobody asks for its data any more. */
    @Override
    public void close() {
        process.kill();
    }
}
