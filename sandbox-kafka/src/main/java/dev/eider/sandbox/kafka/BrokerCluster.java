package dev.eider.sandbox.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Three real brokers that hold each other's replicas: one of them may be lost. Every topic has three replicas, two of
 * which must be in sync, where its maker says nothing else. Ends with the JVM. Not thread-safe.
 */
public final class BrokerCluster implements AutoCloseable {
    private static final int SIZE = 3;

    private final List<Broker> brokers;

    private BrokerCluster(List<Broker> brokers) {
        this.brokers = List.copyOf(brokers);
    }

    /**
     * Starts three brokers, each in a folder of its own below this one, and waits until all serve.
     *
     * @throws IOException if one does not serve within a minute
     */
    public static BrokerCluster start(Path folder, BrokerConfig config) throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (int id = 1; id <= SIZE; id++) {
            nodes.add(Broker.node(id, folder.resolve("broker-" + id), 0));
        }
        List<Broker> brokers = new ArrayList<>();
        try {
            for (Node node : nodes) {
                brokers.add(Broker.launch(node, nodes, config));
            }
            for (Broker broker : brokers) {
                broker.awaitReady();
            }
            return new BrokerCluster(brokers);
        } catch (IOException e) {
            brokers.forEach(Broker::close);
            throw e;
        }
    }

    /** Where clients connect: all three. */
    public String bootstrap() {
        return brokers.stream().map(Broker::bootstrap).collect(Collectors.joining(","));
    }

    /** The broker of this number, 1 to 3: what a topic's description calls its leader. */
    public Broker broker(int id) {
        return brokers.get(id - 1);
    }

    /** All three. */
    public List<Broker> brokers() {
        return brokers;
    }

    @Override
    public void close() {
        brokers.forEach(Broker::close);
    }
}
